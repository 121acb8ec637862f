use cloudflow_runtime::avro_schema;

avro_schema!("./empty_file.avsc");

fn main() {}
