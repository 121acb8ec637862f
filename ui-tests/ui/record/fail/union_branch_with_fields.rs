use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum Shape {
    Point,
    Circle { radius: f64 },
}

fn main() {}
