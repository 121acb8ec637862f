use cloudflow_runtime::avro_schema;

avro_schema!("./used_before_defined.avsc");

fn main() {}
