use cloudflow_runtime::avro::AvroRecord;

mod old {
    #[derive(super::AvroRecord, Clone)]
    pub struct Place {
        room: i32,
    }
}

#[derive(AvroRecord, Clone)]
pub struct Place {
    room: String,
}

#[derive(AvroRecord, Clone)]
struct Move {
    from: old::Place,
    to: Place,
}

fn main() {}
