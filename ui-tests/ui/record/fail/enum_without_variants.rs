use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum Nothing {}

fn main() {}
