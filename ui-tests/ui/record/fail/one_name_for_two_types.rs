use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(name = "Place")]
pub struct OldPlace {
    room: i32,
}

#[derive(AvroRecord, Clone)]
pub struct Place {
    room: String,
}

#[derive(AvroRecord, Clone)]
struct Move {
    from: OldPlace,
    to: Place,
}

fn main() {}
