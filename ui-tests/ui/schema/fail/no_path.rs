use cloudflow_runtime::avro_schema;

avro_schema!();

fn main() {}
