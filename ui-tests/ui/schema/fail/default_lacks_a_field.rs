use cloudflow_runtime::avro_schema;

avro_schema!("./default_lacks_a_field.avsc");

fn main() {}
