//! The defaults that the messages about decimals tell to write.

#![allow(dead_code, reason = "that it compiles is the point")]

use cloudflow_runtime::avro::{AvroRecord, Decimal};

#[derive(AvroRecord, Clone)]
struct Order {
    #[avro(default = r#""\u0003\u00de""#)]
    price: Decimal<4, 2>,
    #[avro(default = r#""\u0000""#)]
    discount: Option<Decimal<18, 2>>,
    #[avro(default = r#""\u00ff\u00ff\u00ff\u00f6""#)]
    change: Money,
}

#[derive(AvroRecord, Clone)]
#[avro(fixed = 4)]
struct Money(Decimal<2, 1>);

pub(crate) fn main() {}
