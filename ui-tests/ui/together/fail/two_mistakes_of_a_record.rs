use cloudflow_ui_tests::*;

#[derive(Clone)]
struct Plain;

#[derive(AvroRecord, Clone)]
struct Odd {
    #[avro(renam = "total")]
    count: i64,
    plain: Plain,
}

fn main() {}
