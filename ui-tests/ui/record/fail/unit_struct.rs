use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Heartbeat;

fn main() {}
