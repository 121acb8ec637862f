use cloudflow_runtime::avro_schema;

avro_schema!("./enum_default_is_no_symbol.avsc");

fn main() {}
