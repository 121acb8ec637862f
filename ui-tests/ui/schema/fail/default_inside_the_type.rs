use cloudflow_runtime::avro_schema;

avro_schema!("./default_inside_the_type.avsc");

fn main() {}
