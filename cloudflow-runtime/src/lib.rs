//! Typed streamlets, joined by a blueprint that the compiler checks, on Kafka or in one process.

extern crate self as cloudflow_runtime;

pub mod avro;
pub mod delivery;
pub mod transport;
