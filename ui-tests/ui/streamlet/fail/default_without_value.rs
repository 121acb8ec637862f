use cloudflow_ui_tests::*;

#[streamlet]
fn wait(_data: Reading, #[config(default)] _time: Duration) {}

fn main() {}
