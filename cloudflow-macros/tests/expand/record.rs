/// A temperature in degrees Celsius.
#[derive(AvroRecord)]
#[avro(namespace = "sensors", rename_all = "camelCase")]
pub struct Reading {
    /// Which sensor.
    pub sensor_id: String,
    #[avro(default = 20.5)]
    pub celsius: f64,
    pub place: Option<String>,
}
