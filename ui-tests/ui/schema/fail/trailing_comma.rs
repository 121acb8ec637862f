use cloudflow_runtime::avro_schema;

avro_schema!("./trailing_comma.avsc");

fn main() {}
