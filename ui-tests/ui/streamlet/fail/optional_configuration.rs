use cloudflow_ui_tests::*;

#[streamlet]
fn name(_data: Reading, #[config] _site: Option<String>) {}

fn main() {}
