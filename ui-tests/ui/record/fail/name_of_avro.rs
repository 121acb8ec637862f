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

#[derive(AvroRecord, Clone)]
#[avro(name = "enum")]
enum State {
    On,
    Off,
}

#[derive(AvroRecord, Clone)]
struct fixed([u8; 16]);

#[derive(AvroRecord, Clone)]
#[avro(namespace = "com.example", name = "record")]
struct Record {
    length: Length,
}

#[derive(AvroRecord, Clone)]
enum union {
    Text(String),
    Number(i64),
}

fn main() {}
