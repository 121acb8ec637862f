use cloudflow_ui_tests::*;

#[streamlet("keep")]
fn keep(_data: Reading) {}

fn main() {}
