#![deny(warnings, clippy::pedantic)]
//! Every kind of field, without a warning.

use std::collections::{BTreeMap, HashMap};

use cloudflow_runtime::avro::{AvroRecord, AvroType, Timestamp};

/// What a device does.
#[derive(AvroRecord, Debug, Clone, Copy, PartialEq, Eq)]
#[avro(namespace = "com.example", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// It works.
    Running,
    #[avro(default, rename = "STOPPED")]
    Off,
}

/// One reading.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "com.example", rename_all = "camelCase", alias = "Measurement")]
pub struct Reading {
    /// Its device.
    pub device_id: String,
    pub r#type: State,
    #[avro(default = 1, alias = "number")]
    count: i64,
    #[avro(default = "{\"RED\": [1, 2]}")]
    floors: BTreeMap<String, Vec<i32>>,
    others: HashMap<String, bool>,
    at: Timestamp,
    data: Vec<u8>,
    note: Option<String>,
    next: Option<Box<Self>>,
    children: Vec<Reading>,
}

#[derive(AvroRecord, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heartbeat {}

const FINGERPRINT: u64 = <Reading as AvroType>::SCHEMA.fingerprint();

pub(crate) fn main() {
    assert_ne!(FINGERPRINT, Heartbeat::SCHEMA.fingerprint());
}
