//! The next version: a field has another name, one is wider, one is gone, some are new, and so are a
//! branch of a union and a symbol that stands for those which are not known.

use std::collections::BTreeMap;

use crate::prelude::*;

#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "com.example.shop")]
pub(super) struct Order {
    #[avro(default = "\"web\"")]
    channel: String,
    id: i64,
    #[avro(alias = "customer")]
    buyer: String,
    #[avro(default = "{\"vat\": 19}")]
    taxes: BTreeMap<String, i32>,
    note: Option<String>,
    /// Its default is none of the first branch.
    #[avro(default = 7)]
    priority: Option<i32>,
    state: State,
    amount: Amount,
    weight: Option<f64>,
    lines: Vec<Item>,
}

#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "com.example.shop", alias = "Line")]
struct Item {
    count: f32,
    article: String,
    #[avro(default = false)]
    is_gift: bool,
}

#[derive(AvroRecord, Debug, Clone, Copy, PartialEq)]
#[avro(namespace = "com.example.shop")]
enum State {
    Paid,
    #[avro(default)]
    Other,
    Open,
}

#[derive(AvroRecord, Debug, Clone, PartialEq)]
enum Amount {
    Text(String),
    Flag(bool),
    Real(f64),
    Unknown,
}

blueprint! {
    #[locks = "src/sandbox/versions_tests"]
    pub shop {
        streamlets {
            orders = FileIngress<Order>;
            ledger = FileEgress<Order>;
            audit  = FileEgress<Order>;
        }
        connections {
            orders.out => ledger.in;
            orders.out => audit.in;
        }
        topics { orders.out { name = "orders" } }
    }
}

/// What writes is not replaced yet, what reads is.
pub(super) mod half {
    use super::Order;
    use crate::prelude::*;
    use crate::sandbox::versions_tests::old;

    blueprint! {
        pub shop {
            streamlets { orders = FileIngress<old::Order>; ledger = FileEgress<Order>; }
            connections { orders.out => ledger.in; }
            topics { orders.out { name = "orders" } }
        }
    }
}
