use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum State {
    On,
    Off,
}

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(default = "\"ON\"")]
    state: State,
}

fn main() {}
