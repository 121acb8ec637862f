use cloudflow_ui_tests::*;

struct Plain;

#[streamlet(nme = keep_all)]
fn keep(_data: Plain) {}

fn main() {}
