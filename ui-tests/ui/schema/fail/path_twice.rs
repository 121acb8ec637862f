use cloudflow_runtime::avro_schema;

avro_schema!("./two_mistakes.avsc", "./two_mistakes.avsc");

fn main() {}
