use cloudflow_runtime::avro_schema;

avro_schema!("./duplicate_field.avsc");

fn main() {}
