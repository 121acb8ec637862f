use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(fixed = 8)]
struct Count(i64);

fn main() {}
