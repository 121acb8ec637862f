use cloudflow_runtime::avro::AvroRecord;

#[derive(Clone)]
struct Measurement;

#[derive(AvroRecord, Clone)]
struct Reading {
    measurements: Vec<Measurement>,
}

fn main() {}
