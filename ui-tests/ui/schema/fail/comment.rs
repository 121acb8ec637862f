use cloudflow_runtime::avro_schema;

avro_schema!("./comment.avsc");

fn main() {}
