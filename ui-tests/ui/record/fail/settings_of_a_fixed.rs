use cloudflow_runtime::avro::{AvroRecord, Decimal};

#[derive(AvroRecord, Clone)]
#[avro(rename_all = "camelCase")]
struct Digest([u8; 16]);

#[derive(AvroRecord, Clone)]
#[avro(fixed = 8)]
struct Price(#[avro(default = 0)] Decimal<18, 2>);

fn main() {}
