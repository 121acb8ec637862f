use cloudflow_ui_tests::*;

#[streamlet]
fn wait(_data: Reading, #[config(min = 10, max = 1, default = 12)] _times: u32) {}

fn main() {}
