use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Celsius(f64);

fn main() {}
