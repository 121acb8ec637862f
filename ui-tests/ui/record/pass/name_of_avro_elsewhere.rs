#![allow(non_camel_case_types)]

use cloudflow_runtime::avro::AvroRecord;

// The name of a complex type in a namespace is another name.
#[derive(AvroRecord, Clone)]
#[avro(namespace = "com.example", name = "record")]
struct Record {
    metres: i64,
}

// A union has no name.
#[derive(AvroRecord, Clone)]
enum union {
    Text(String),
    Number(i64),
}

pub(crate) fn main() {}
