use cloudflow_ui_tests::*;

#[derive(AvroRecord, Clone)]
struct Inner {
    count: u32,
}

#[derive(AvroRecord, Clone)]
struct Outer {
    #[avro(default = "0")]
    inner: Inner,
    pointer: &'static str,
}

fn main() {}
