use cloudflow_runtime::avro_schema;

avro_schema!("./logical_type_beside_the_type.avsc");

fn main() {}
