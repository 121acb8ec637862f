use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    counts: Option<Vec<u32>>,
}

fn main() {}
