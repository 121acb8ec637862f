use cloudflow_runtime::avro_schema;

avro_schema!("./items_beside_the_name.avsc");

fn main() {}
