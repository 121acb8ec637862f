use cloudflow_runtime::avro_schema;

avro_schema!("./default_inside_a_record.avsc");

fn main() {}
