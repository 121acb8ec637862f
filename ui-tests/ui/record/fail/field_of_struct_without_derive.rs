use cloudflow_runtime::avro::AvroRecord;

#[derive(Clone)]
struct Measurements;

#[derive(AvroRecord, Clone)]
struct Reading {
    measurements: Measurements,
}

fn main() {}
