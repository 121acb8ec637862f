use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(default = 5)]
    count: Option<i64>,
}

fn main() {}
