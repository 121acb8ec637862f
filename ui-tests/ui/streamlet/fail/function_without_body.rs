use cloudflow_ui_tests::*;

#[streamlet]
pub fn doubled(data: Reading) -> Option<Reading>;

fn main() {}
