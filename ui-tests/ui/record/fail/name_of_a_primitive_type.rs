#![allow(non_camel_case_types)]

use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct string {
    text: String,
}

#[derive(AvroRecord, Clone)]
#[avro(namespace = "com.example", name = "long")]
struct Length {
    metres: i64,
}

fn main() {}
