use cloudflow_runtime::avro_schema;

avro_schema!("./duplicate_key.avsc");

fn main() {}
