use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(renam = "deviceId")]
    device_id: String,
}

fn main() {}
