//! The records of the cases.

use cloudflow_runtime::AvroRecord;

/// What a sensor sends.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
pub struct Reading {
    /// Who sent it.
    pub device: String,
}

/// What is computed from a reading.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
pub struct Metric {
    /// Of which sensor.
    pub device_id: i64,
}

/// A metric that was refused.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Why.
    pub reason: String,
}
