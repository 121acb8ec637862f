//! Kafka through rdkafka. Nothing outside of this module names the client.

mod admin;
mod again;
mod cluster;
mod commits;
mod config;
mod error;
mod flights;
mod holdings;
mod inflow;
mod intake;
mod log;
mod member;
mod names;
mod observer;
mod park;
mod property;
mod raw;
mod rebalance;
mod sender;
mod session;
mod settings;
#[cfg(test)]
mod tests;
mod topic_settings;

pub use cluster::KafkaCluster;
pub(crate) use property::{Fault, conflict, fault};
pub use settings::KafkaSettings;
