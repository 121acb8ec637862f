use cloudflow_runtime::avro::{AvroRecord, Uuid};

#[derive(AvroRecord, Clone)]
enum Source {
    Name(String),
    Id(Uuid),
}

fn main() {}
