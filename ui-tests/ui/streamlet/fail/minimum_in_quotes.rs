use cloudflow_ui_tests::*;

#[streamlet]
fn wait(_data: Reading, #[config(min = "1", default = 2)] _times: u32) {}

fn main() {}
