use cloudflow_runtime::avro_schema;

avro_schema!("./without_namespace.avsc");

fn main() {}
