use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(default = "[5]")]
    value: Value,
}

#[derive(AvroRecord, Clone)]
enum Value {
    Number(i64),
    Text(String),
}

fn main() {}
