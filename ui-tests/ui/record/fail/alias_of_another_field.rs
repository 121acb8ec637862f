use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading {
    #[avro(alias = "place")]
    sensor: String,
    place: String,
    #[avro(alias = "degrees", alias = "temperature")]
    celsius: f64,
    #[avro(alias = "temperature")]
    fahrenheit: f64,
    #[avro(alias = "height")]
    altitude: f64,
}

fn main() {}
