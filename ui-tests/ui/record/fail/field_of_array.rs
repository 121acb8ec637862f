use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    digest: [u8; 32],
}

fn main() {}
