use cloudflow_runtime::avro_schema;

avro_schema!("./misspelt_key.avsc");

fn main() {}
