use cloudflow_runtime::avro_schema;

avro_schema!("./not_utf8.avsc");

fn main() {}
