use cloudflow_runtime::avro_schema;

avro_schema!("./default_of_another_type.avsc");

fn main() {}
