use cloudflow_runtime::prelude::*;

#[derive(AvroRecord, Clone)]
struct Broken {
    number: i64;
    text: String,
}

#[streamlet]
fn pass(data: Broken) -> Broken {
    data
}

fn main() {}
