use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum Value {
    Number(i64),
    List(Vec<Value>),
}

fn main() {}
