use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(fixed = 16)]
struct Reading {
    celsius: f64,
}

#[derive(AvroRecord, Clone)]
#[avro(fixed = 16)]
enum State {
    On,
    Off,
}

fn main() {}
