use cloudflow_runtime::avro_schema;

avro_schema!("/schemas/Reading.avsc");

fn main() {}
