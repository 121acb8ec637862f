//! The embedded log: topics in memory, with partitions, offsets and consumer groups as Kafka has them.

mod assignment;
mod cluster;
mod group;
mod later;
mod log;
mod member;
mod parcel;
mod reader;
mod settings;
mod sink;
mod state;
mod topic;
mod unit;

pub use cluster::MemoryCluster;
pub use settings::MemorySettings;
