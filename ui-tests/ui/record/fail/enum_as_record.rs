use cloudflow_runtime::avro::{AvroRecord, encode_single_object};

#[derive(AvroRecord, Clone)]
enum State {
    On,
    Off,
}

fn main() {
    encode_single_object(&State::On, &mut Vec::new());
}
