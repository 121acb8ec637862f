use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum Value {
    Nothing,
    Number(i64),
    Unknown,
}

fn main() {}
