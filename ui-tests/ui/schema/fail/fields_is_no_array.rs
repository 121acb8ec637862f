use cloudflow_runtime::avro_schema;

avro_schema!("./fields_is_no_array.avsc");

fn main() {}
