use cloudflow_runtime::avro_schema;

avro_schema!("./fixed_of_a_hundred_gigabytes.avsc");

fn main() {}
