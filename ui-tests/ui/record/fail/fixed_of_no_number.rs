use cloudflow_runtime::avro::{AvroRecord, Decimal};

#[derive(AvroRecord, Clone)]
#[avro(fixed = "4")]
struct Price(Decimal<4, 2>);

#[derive(AvroRecord, Clone)]
#[avro(fixed = -4)]
struct Negative(Decimal<4, 2>);

fn main() {}
