use cloudflow_runtime::avro_schema;

avro_schema!("./union_of_two_strings.avsc");

fn main() {}
