use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(rename = "device-id")]
    device_id: String,
}

fn main() {}
