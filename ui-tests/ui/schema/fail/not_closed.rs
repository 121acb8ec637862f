use cloudflow_runtime::avro_schema;

avro_schema!("./not_closed.avsc");

fn main() {}
