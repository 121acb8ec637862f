use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord)]
struct Reading {
    celsius: f64,
}

fn main() {}
