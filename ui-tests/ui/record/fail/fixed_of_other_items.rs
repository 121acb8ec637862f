use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Digest([i32; 4]);

fn main() {}
