use cloudflow_runtime::avro_schema;

avro_schema!("./nested_too_deep.avsc");

fn main() {}
