use cloudflow_runtime::avro_schema;

avro_schema!("./decimal_that_is_none.avsc");

fn main() {}
