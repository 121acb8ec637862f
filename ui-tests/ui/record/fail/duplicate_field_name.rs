use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    id: i64,
    #[avro(rename = "id")]
    device: String,
}

fn main() {}
