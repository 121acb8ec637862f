use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(required, default = 0)]
    count: i32,
}

fn main() {}
