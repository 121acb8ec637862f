use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(default = "\"five\"")]
    count: Option<i64>,
}

fn main() {}
