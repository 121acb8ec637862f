//! Kafka through rdkafka. Nothing outside of this module names the client.

mod admin;
mod commits;
mod config;
mod consumer;
mod convert;
mod error;
mod intake;
mod log;
mod observer;
mod producer;
mod rebalance;
mod room;
mod sender;
mod settings;
mod topic_settings;
mod transport;

pub use settings::KafkaSettings;
pub use transport::KafkaTransport;
