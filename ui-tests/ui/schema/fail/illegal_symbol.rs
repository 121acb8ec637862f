use cloudflow_runtime::avro_schema;

avro_schema!("./illegal_symbol.avsc");

fn main() {}
