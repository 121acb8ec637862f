use cloudflow_runtime::avro_schema;

avro_schema!("./schemata/Reading.avsc");

fn main() {}
