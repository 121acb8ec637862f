use cloudflow_runtime::avro_schema;

avro_schema!("./holds_itself_without_end.avsc");

fn main() {}
