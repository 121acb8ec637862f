use cloudflow_runtime::avro_schema;

avro_schema!("./default_of_no_branch.avsc");

fn main() {}
