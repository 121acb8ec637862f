use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Place {
    room: i32,
}

#[derive(AvroRecord, Clone)]
#[avro(namespace = "com.example")]
struct Reading {
    place: Place,
}

fn main() {}
