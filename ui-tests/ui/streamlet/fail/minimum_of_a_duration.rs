use cloudflow_ui_tests::*;

#[streamlet]
fn wait(data: Reading, #[config(default = "2 s", min = 1)] time: Duration) {
    drop((data, time));
}

fn main() {}
