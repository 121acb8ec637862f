use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    device_id: Option<Option<String>>,
}

fn main() {}
