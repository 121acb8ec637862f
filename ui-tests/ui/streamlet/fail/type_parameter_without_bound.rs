use cloudflow_ui_tests::*;

#[streamlet]
fn keep<T>(_data: T) {}

fn main() {}
