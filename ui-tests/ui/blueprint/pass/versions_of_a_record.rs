#![deny(warnings)]
//! An inlet may read what another version of its record wrote, when Avro's rules resolve it.

use std::collections::BTreeMap;

use cloudflow_runtime::avro::Timestamp;
use cloudflow_runtime::prelude::*;
use cloudflow_ui_tests::{Id, NumberOrFlag, Price};

#[derive(AvroRecord, Debug, Clone)]
#[avro(namespace = "com.example", name = "Reading")]
pub struct Old {
    pub dropped: Vec<String>,
    pub device: String,
    pub count: i32,
    pub load: f32,
    pub note: Vec<u8>,
    pub place: Place,
    pub state: State,
    pub children: Vec<Old>,
    pub values: BTreeMap<String, i64>,
    pub taken: i64,
    pub site: String,
    pub id: Id<4>,
    pub price: Price<2>,
    pub flag: bool,
}

#[derive(AvroRecord, Debug, Clone)]
#[avro(namespace = "com.example")]
pub struct Place {
    pub x: i32,
}

#[derive(AvroRecord, Debug, Clone)]
#[avro(namespace = "com.example", name = "State")]
pub enum State {
    On,
    Off,
}

/// Another order, wider types, other names, and what no one writes has a default.
#[derive(AvroRecord, Debug, Clone)]
#[avro(namespace = "com.example.v2", name = "Reading")]
pub struct New {
    #[avro(default = "\"roof\"")]
    pub roof: String,
    pub remark: Option<String>,
    pub id: Id<4>,
    pub price: Price<2>,
    pub flag: NumberOrFlag,
    #[avro(alias = "device")]
    pub device_id: String,
    pub count: f64,
    pub load: f64,
    pub note: String,
    pub place: Site,
    pub state: NewState,
    pub children: Vec<New>,
    pub values: BTreeMap<String, Option<f32>>,
    pub taken: Timestamp,
    pub site: Option<String>,
}

#[derive(AvroRecord, Debug, Clone)]
#[avro(namespace = "com.example.v2", alias = "com.example.Place")]
pub struct Site {
    #[avro(default = 0)]
    pub y: i32,
    pub x: i64,
}

#[derive(AvroRecord, Debug, Clone)]
#[avro(namespace = "com.example.v2", name = "State")]
pub enum NewState {
    On,
    #[avro(default)]
    Other,
}

blueprint! {
    pub versions {
        streamlets {
            old = FileIngress<Old>;
            new = FileIngress<New>;
            log = LogEgress<New>;
        }
        connections {
            old.out => log.in;
            new.out => log.in;
        }
    }
}

pub(crate) fn main() {}
