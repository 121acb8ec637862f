use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(name = "Reading", name = "Measurement")]
struct Data {
    device_id: String,
}

fn main() {}
