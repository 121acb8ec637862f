use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum Value {
    Nothing,
    Number(#[avro(rename = "number")] i64),
}

#[derive(AvroRecord, Clone)]
struct Order {
    #[avro(required)]
    number: i64,
    #[avro(required)]
    note: Option<String>,
}

fn main() {}
