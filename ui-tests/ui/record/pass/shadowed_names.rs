//! The generated code means the same whatever is in scope.

#![allow(dead_code, non_camel_case_types, reason = "the names are the point")]

type Result = ();
type Option = ();
type Some = ();
type Vec = ();
struct Ok;
struct Err;
struct Serialize;
struct Deserialize;
mod serde {}
mod std {}
mod core {}
mod avro {}

#[derive(cloudflow_runtime::avro::AvroRecord, Clone)]
struct Reading {
    reader: f64,
    buffer: f64,
    record: f64,
    fields: f64,
    #[avro(default = 0)]
    field_0: i64,
}

#[derive(cloudflow_runtime::avro::AvroRecord, Clone)]
enum State {
    On,
    Ok,
    index,
}

pub(crate) fn main() {}
