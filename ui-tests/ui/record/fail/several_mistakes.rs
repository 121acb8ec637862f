use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(rename_all = "kebab-case")]
struct Reading {
    #[avro(default = "unknown")]
    site: String,
    count: u64,
}

fn main() {}
