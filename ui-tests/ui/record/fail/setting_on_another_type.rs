use cloudflow_runtime::avro::{AvroRecord, Decimal};

#[derive(AvroRecord, Clone)]
#[avro(fixed = 16)]
struct Reading {
    celsius: f64,
}

#[derive(AvroRecord, Clone)]
#[avro(fixed = 16)]
enum State {
    On,
    Off,
}

#[derive(AvroRecord, Clone)]
#[avro(union)]
struct Place {
    city: String,
}

#[derive(AvroRecord, Clone)]
#[avro(rename_all = "camelCase")]
struct Digest([u8; 16]);

#[derive(AvroRecord, Clone)]
#[avro(fixed = 8)]
struct Price(#[avro(default = 0)] Decimal<18, 2>);

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
