use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(rename_all = "camelcase")]
struct Reading {
    device_id: String,
}

fn main() {}
