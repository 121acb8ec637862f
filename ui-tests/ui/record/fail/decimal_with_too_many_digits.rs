use cloudflow_runtime::avro::{AvroRecord, Decimal};

#[derive(AvroRecord, Clone)]
struct Price {
    amount: Option<Decimal<40, 2>>,
}

fn main() {}
