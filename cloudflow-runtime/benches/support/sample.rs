//! The record of the pipelines in one process: small, so that the codec does not hide what is around it.

use cloudflow_runtime::prelude::*;

/// A sample of a sensor.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Which sensor.
    pub(crate) sensor: String,
    /// Which of its samples.
    pub(crate) number: i64,
    /// The value.
    pub(crate) value: f64,
}

impl Sample {
    /// Makes the sample of a number.
    pub(crate) fn new(number: u64) -> Self {
        let value = f64::from(u32::try_from(number % 100).unwrap_or_default());
        Self { sensor: "turbine-17".to_owned(), number: number.cast_signed(), value }
    }

    /// Corrects a sample.
    pub(crate) fn calibrated(self) -> Self {
        Self { value: self.value * 1.01 + 0.5, ..self }
    }
}
