use cloudflow_ui_tests::*;

#[streamlet]
fn wait(data: Reading, #[config(default = "1 mn")] time: Duration) {
    drop((data, time));
}

fn main() {}
