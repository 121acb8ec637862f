//! What flows through the topics.

use cloudflow_runtime::prelude::*;

/// One report of a wind turbine.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "sensors")]
pub struct SensorData {
    /// Which turbine.
    pub device_id: Uuid,
    /// When it measured.
    pub timestamp: Timestamp,
    /// What it measured.
    pub measurements: Measurements,
}

/// What a turbine measures at one moment.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "sensors")]
pub struct Measurements {
    /// Power in megawatts.
    pub power: f64,
    /// Speed of the rotor in revolutions per minute.
    pub rotor_speed: f64,
    /// Speed of the wind in metres per second.
    pub wind_speed: f64,
}

/// One measured value.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "sensors")]
pub struct Metric {
    /// Which turbine.
    pub device_id: Uuid,
    /// When it measured.
    pub timestamp: Timestamp,
    /// What was measured: `power`, `rotor_speed` or `wind_speed`.
    pub name: String,
    /// The value.
    pub value: f64,
}

/// A metric that cannot be right.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
#[avro(namespace = "sensors")]
pub struct InvalidMetric {
    /// The metric as it came.
    pub metric: Metric,
    /// Why it cannot be right.
    pub error: String,
}
