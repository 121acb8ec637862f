use cloudflow_ui_tests::*;

#[derive(AvroRecord, Clone)]
struct Odd {
    count: u32,
}

#[streamlet]
fn count(_data: Odd) {}

blueprint! {
    app { streamlets { c = count; } }
}

fn main() {}
