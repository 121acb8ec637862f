use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum State {
    #[avro(default)]
    On,
    #[avro(default)]
    Off,
}

fn main() {}
