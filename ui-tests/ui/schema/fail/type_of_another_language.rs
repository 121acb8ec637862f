use cloudflow_runtime::avro_schema;

avro_schema!("./type_of_another_language.avsc");

fn main() {}
