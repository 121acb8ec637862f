use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(default = "\"many\"")]
    count: i64,
}

fn main() {}
