use cloudflow_runtime::avro_schema;

avro_schema!("./defined_twice.avsc");

fn main() {}
