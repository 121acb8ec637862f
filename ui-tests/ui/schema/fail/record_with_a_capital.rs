use cloudflow_runtime::avro_schema;

avro_schema!("./record_with_a_capital.avsc");

fn main() {}
