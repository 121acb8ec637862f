use cloudflow_runtime::avro_schema;

avro_schema!("./other/Reading.avsc");

fn main() {}
