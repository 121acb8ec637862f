use cloudflow_ui_tests::*;

#[streamlet(name = "keep_it")]
fn keep(_data: Reading) {}

fn main() {}
