use cloudflow_runtime::avro_schema;

avro_schema!("./unknown_typ.avsc");

fn main() {}
