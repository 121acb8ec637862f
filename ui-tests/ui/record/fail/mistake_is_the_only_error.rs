use cloudflow_runtime::avro::{AvroRecord, decode_single_object, encode_single_object};

#[derive(AvroRecord, Clone)]
struct Reading {
    count: u64,
}

#[derive(AvroRecord, Clone)]
struct Batch {
    readings: Vec<Reading>,
}

fn main() {
    let mut message = Vec::new();
    encode_single_object(&Batch { readings: vec![Reading { count: 1 }] }, &mut message);
    let _ = decode_single_object::<Reading>(&message);
}
