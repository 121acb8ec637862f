use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(default = "unknown")]
    site: String,
}

fn main() {}
