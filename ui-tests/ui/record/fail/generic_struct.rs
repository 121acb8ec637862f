use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Page<T> {
    items: Vec<T>,
}

fn main() {}
