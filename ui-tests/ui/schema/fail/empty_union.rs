use cloudflow_runtime::avro_schema;

avro_schema!("./empty_union.avsc");

fn main() {}
