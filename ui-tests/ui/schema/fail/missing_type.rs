use cloudflow_runtime::avro_schema;

avro_schema!("./missing_type.avsc");

fn main() {}
