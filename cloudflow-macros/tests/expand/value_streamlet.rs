/// Keeps the readings that are too hot.
#[streamlet]
#[outlet(key = |reading| &reading.sensor)]
pub fn too_hot(reading: Reading, #[config(default = 80.0)] limit: f64) -> Option<Reading> {
    (reading.celsius > limit).then_some(reading)
}
