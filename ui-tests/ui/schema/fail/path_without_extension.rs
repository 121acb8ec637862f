use cloudflow_runtime::avro_schema;

avro_schema!("./unknown_type");

fn main() {}
