//! The embedded log: topics in memory, with partitions, offsets and consumer groups as Kafka has them.
//!
//! A topic has a lock around its partitions, those who read them and what waits for room; a group has
//! one around its members and what they own. Whoever needs both takes the group's first. What may run
//! anything, such as a waker, is left until the locks are free (`later`).

mod assignment;
mod cluster;
mod group;
mod lanes;
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
