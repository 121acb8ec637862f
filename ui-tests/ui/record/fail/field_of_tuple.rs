use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    position: (f64, f64),
}

fn main() {}
