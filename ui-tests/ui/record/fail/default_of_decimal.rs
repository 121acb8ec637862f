use cloudflow_runtime::avro::{AvroRecord, Decimal};

#[derive(AvroRecord, Clone)]
struct Order {
    #[avro(default = "\"9.90\"")]
    price: Decimal<4, 2>,
    #[avro(default = 12.5)]
    tax: Decimal<18, 2>,
    #[avro(default = "\"0.00\"")]
    discount: Option<Decimal<18, 2>>,
    #[avro(default = "\"-1\"")]
    change: Money,
}

#[derive(AvroRecord, Clone)]
#[avro(fixed = 4)]
struct Money(Decimal<2, 1>);

fn main() {}
