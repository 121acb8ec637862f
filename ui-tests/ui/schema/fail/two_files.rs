use cloudflow_runtime::avro_schema;

avro_schema!("./unknown_type.avsc", "./illegal_symbol.avsc");

fn main() {}
