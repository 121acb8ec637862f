use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(default = 1e300)]
    float: f32,
    #[avro(default = 1e300)]
    double: f64,
}

#[derive(AvroRecord, Clone)]
struct Infinite {
    #[avro(default = 1e999)]
    number: f64,
}

fn main() {}
