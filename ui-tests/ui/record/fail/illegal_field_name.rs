use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    größe: f64,
}

fn main() {}
