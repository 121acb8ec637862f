//! What was released first.

use crate::prelude::*;

#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "com.example.shop")]
pub(super) struct Order {
    id: i32,
    customer: String,
    legacy_code: String,
    state: State,
    weight: Option<i32>,
    amount: Amount,
    lines: Vec<Line>,
}

#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "com.example.shop")]
struct Line {
    article: String,
    count: i32,
}

#[derive(AvroRecord, Debug, Clone, Copy, PartialEq)]
#[avro(namespace = "com.example.shop")]
enum State {
    Open,
    Paid,
    Held,
}

#[derive(AvroRecord, Debug, Clone, PartialEq)]
enum Amount {
    Unknown,
    Whole(i32),
    Text(String),
}

blueprint! {
    pub shop {
        streamlets { orders = FileIngress<Order>; ledger = FileEgress<Order>; }
        connections { orders.out => ledger.in; }
        topics { orders.out { name = "orders" } }
    }
}
