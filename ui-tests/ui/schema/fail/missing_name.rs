use cloudflow_runtime::avro_schema;

avro_schema!("./missing_name.avsc");

fn main() {}
