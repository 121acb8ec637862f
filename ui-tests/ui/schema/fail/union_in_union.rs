use cloudflow_runtime::avro_schema;

avro_schema!("./union_in_union.avsc");

fn main() {}
