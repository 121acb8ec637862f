use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    taken: std::time::SystemTime,
}

fn main() {}
