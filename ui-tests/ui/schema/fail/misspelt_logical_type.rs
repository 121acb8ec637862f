use cloudflow_runtime::avro_schema;

avro_schema!("./misspelt_logical_type.avsc");

fn main() {}
