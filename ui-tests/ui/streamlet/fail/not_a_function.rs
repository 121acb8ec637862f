use cloudflow_ui_tests::*;

#[streamlet]
struct Converter;

fn main() {}
