#![allow(non_camel_case_types)]

use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(name = "enum")]
enum State {
    On,
    Off,
}

#[derive(AvroRecord, Clone)]
struct fixed([u8; 16]);

fn main() {}
