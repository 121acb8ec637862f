use cloudflow_runtime::avro_schema;

avro_schema!("./illegal_name.avsc");

fn main() {}
