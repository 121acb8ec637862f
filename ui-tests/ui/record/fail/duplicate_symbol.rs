use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(rename_all = "UPPERCASE")]
enum State {
    On,
    #[avro(rename = "ON")]
    Enabled,
}

fn main() {}
