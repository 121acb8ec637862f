use cloudflow_runtime::avro::{AvroRecord, Decimal};

#[derive(AvroRecord, Clone)]
struct Price {
    amount: Decimal<4, 6>,
}

fn main() {}
