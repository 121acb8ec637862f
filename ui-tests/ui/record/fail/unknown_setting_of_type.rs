use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(version = "2")]
struct Reading {
    device_id: String,
}

fn main() {}
