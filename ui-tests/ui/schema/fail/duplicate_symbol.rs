use cloudflow_runtime::avro_schema;

avro_schema!("./duplicate_symbol.avsc");

fn main() {}
