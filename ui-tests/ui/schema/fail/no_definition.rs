use cloudflow_runtime::avro_schema;

avro_schema!("./no_definition.avsc");

fn main() {}
