use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum Shape {
    Rectangle(f64, f64),
    Point,
}

#[derive(AvroRecord, Clone)]
enum Figure {
    Circle { radius: f64 },
    Empty,
}

fn main() {}
