use cloudflow_runtime::avro_schema;

avro_schema!("./type_in_another_namespace.avsc");

fn main() {}
