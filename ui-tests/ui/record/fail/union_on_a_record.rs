use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(union)]
struct Place {
    city: String,
}

fn main() {}
