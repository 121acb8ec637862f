use cloudflow_runtime::avro_schema;

avro_schema!("./enum_without_symbols.avsc");

fn main() {}
