use cloudflow_ui_tests::*;

#[streamlet]
fn keep<'a>(_data: &'a Reading) {}

fn main() {}
