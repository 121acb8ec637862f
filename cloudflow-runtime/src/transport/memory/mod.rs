//! The embedded log: topics in memory, with partitions, offsets and consumer groups as Kafka has them.

mod assignment;
mod consumer;
mod group;
mod log;
mod producer;
mod settings;
mod state;
mod topic;
mod transport;

pub use settings::MemorySettings;
pub use transport::MemoryTransport;
