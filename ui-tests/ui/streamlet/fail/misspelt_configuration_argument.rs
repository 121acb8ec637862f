use cloudflow_ui_tests::*;

#[streamlet]
fn wait(data: Reading, #[config(defualt = "1 s")] time: Duration) {
    drop((data, time));
}

fn main() {}
