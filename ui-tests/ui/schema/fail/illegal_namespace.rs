use cloudflow_runtime::avro_schema;

avro_schema!("./illegal_namespace.avsc");

fn main() {}
