use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(namespace = "com/example")]
struct Reading {
    device_id: String,
}

fn main() {}
