use cloudflow_runtime::avro_schema;

avro_schema!("./size_is_no_number.avsc");

fn main() {}
