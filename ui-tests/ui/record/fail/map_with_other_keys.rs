use cloudflow_runtime::avro::AvroRecord;

use std::collections::BTreeMap;

#[derive(AvroRecord, Clone)]
struct Reading {
    by_floor: BTreeMap<i32, f64>,
}

fn main() {}
