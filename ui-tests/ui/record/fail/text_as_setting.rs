use cloudflow_runtime::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro("com.example")]
struct Reading {
    device: String,
}

fn main() {}
