//! The seam between streamlets and what carries their records: the embedded log, or Kafka.
//!
//! A transport knows bytes, partitions, offsets and consumer groups, as Kafka means them; it knows
//! nothing of record types. A new transport is a folder beside `memory` that implements
//! [`Transport`], and passes the tests in `tests/transport`.

#[cfg(feature = "kafka")]
pub mod kafka;
pub mod memory;
mod message;
mod partitioner;

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;

pub use message::{Delivery, Header, Message};

use crate::delivery::{Completion, PartitionTracker};

/// A system that keeps topics.
pub trait Transport: Send + Sync + fmt::Debug {
    /// Returns what it is, for people: `the embedded log`, or `Kafka at 127.0.0.1:9092`.
    fn describe(&self) -> String;

    /// Creates the topics that are missing, and compares those that exist.
    ///
    /// A topic with fewer partitions than asked grows; one with more is an error, since partitions
    /// cannot be taken away. Settings that differ are changed, and those that are not mentioned stay
    /// as they are. Creating twice is no error.
    fn create_topics<'a>(
        &'a self,
        topics: &'a [TopicSpec],
    ) -> BoxFuture<'a, Result<Vec<TopicOutcome>, TransportError>>;

    /// Returns which of these topics do not exist.
    fn missing_topics<'a>(
        &'a self,
        names: &'a [String],
    ) -> BoxFuture<'a, Result<Vec<String>, TransportError>>;

    /// Opens a producer for one topic, which must exist.
    fn producer<'a>(
        &'a self,
        topic: &'a str,
    ) -> BoxFuture<'a, Result<Arc<dyn Producer>, TransportError>>;

    /// Joins a consumer group on one topic, which must exist; a new group starts at the earliest
    /// record.
    ///
    /// When a partition is taken away, the transport waits for its records in flight, with a bound,
    /// through [`PartitionTracker::poll_idle`], commits them, and only then lets go of it.
    fn subscribe<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
        tracker: PartitionTracker,
    ) -> BoxFuture<'a, Result<Subscription, TransportError>>;

    /// Returns how far a group is behind the end of a topic.
    fn lag<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
    ) -> BoxFuture<'a, Result<Lag, TransportError>>;
}

/// What writes to one topic.
///
/// A record without key or partition goes to the partitions in turn. A key decides the partition by
/// `murmur2`, as in the Java client, so that all clients agree where a key is.
pub trait Producer: Send + Sync + fmt::Debug {
    /// Waits until there is room for at least one more message. Buffers are bounded: this is where
    /// back-pressure arrives.
    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>>;

    /// Hands a message over. The completion is called when the log has it, or never will.
    fn send(&self, message: Message, completion: Completion);

    /// Waits until every message handed over so far is acknowledged or has failed.
    fn flush(&self) -> BoxFuture<'_, Result<(), TransportError>>;
}

/// A member of a consumer group.
///
/// It leaves the group when it is closed, or when both halves are dropped. While the committer is
/// kept, the member keeps its partitions too: so records in flight can be committed after the intake
/// has stopped.
#[derive(Debug)]
pub struct Subscription {
    /// What the group's member receives.
    pub deliveries: Box<dyn Deliveries>,
    /// Where it writes its positions.
    pub committer: Arc<dyn Committer>,
}

/// The records of the partitions that a member was assigned.
pub trait Deliveries: Send + Sync + fmt::Debug {
    /// Returns the next record. The stream never ends by itself; errors that the client recovers from
    /// are not returned. After [`Committer::close`] it returns [`TransportError::Closed`].
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Delivery, TransportError>>;
}

/// Where a member of a group writes its positions.
pub trait Committer: Send + Sync + fmt::Debug {
    /// Commits, for each partition, the offset of the next record to read. Positions of partitions
    /// that the member has lost meanwhile are left out.
    fn commit(&self, positions: Vec<Position>) -> BoxFuture<'_, Result<(), TransportError>>;

    /// Leaves the group, so that others take over at once: hands out no more records, waits for those
    /// in flight, at most as long as the transport is set to, and commits what is done.
    ///
    /// Without it, when both halves of the subscription are dropped, the member leaves as well, but
    /// waits for nothing.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// The offset of the next record to read from a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The partition.
    pub partition: i32,
    /// The offset of the next record.
    pub offset: i64,
}

/// What a topic is to be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TopicSpec {
    /// Its name.
    pub name: String,
    /// How many partitions it has.
    pub partitions: u32,
    /// On how many brokers each partition is kept; the broker's default when absent.
    #[serde(default)]
    pub replicas: Option<u16>,
    /// Topic configuration under Kafka's own keys.
    #[serde(default)]
    pub settings: std::collections::BTreeMap<String, String>,
}

/// What happened to a topic that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicOutcome {
    /// It was created.
    Created(String),
    /// It existed as asked.
    Existed(String),
    /// It existed and has more partitions now.
    Grown {
        /// Its name.
        name: String,
        /// How many partitions it had.
        from: u32,
        /// How many it has.
        to: u32,
    },
    /// It existed and has other settings now.
    Changed {
        /// Its name.
        name: String,
        /// What changed, at least one.
        settings: Vec<SettingChange>,
    },
}

/// A setting of a topic that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// Kafka's key.
    pub key: String,
    /// The value that was in force; empty where Kafka had none.
    pub from: String,
    /// The value that is asked for.
    pub to: String,
}

impl fmt::Display for SettingChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, from, to } = self;
        write!(formatter, "`{key}` from {from} to {to}")
    }
}

impl TopicOutcome {
    /// Compares the partitions that a topic has with those that it is to have.
    fn compare(name: String, from: u32, to: u32) -> Result<Self, TransportError> {
        if from > to {
            let reason = format!(
                "has {from} partitions, {to} are asked for, and partitions cannot be taken away\n\
                 help: ask for {from}, or delete the topic first"
            );
            return Err(TransportError::Topic { topic: name, reason });
        }
        Ok(if from == to { Self::Existed(name) } else { Self::Grown { name, from, to } })
    }
}

/// How far a consumer group is behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    /// How many records the group has not committed yet.
    pub behind: u64,
    /// The sum of the end offsets, which tells whether the topic grew between two looks.
    pub end: u64,
}

/// Why a transport could not do its work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// The topic does not exist: create it with `topics create`, or correct its name.
    #[error(
        "topic `{0}` does not exist\nhelp: create it with the application's command `topics create`"
    )]
    UnknownTopic(String),
    /// The topic cannot be made what the blueprint asks for.
    #[error("topic `{topic}` {reason}")]
    Topic {
        /// Its name.
        topic: String,
        /// What stands in the way, and what to do.
        reason: String,
    },
    /// The system cannot be reached or refuses; the client has given up.
    #[error("{system}: {reason}")]
    Unavailable {
        /// Which system, as [`Transport::describe`] says it.
        system: String,
        /// What the client says.
        reason: String,
    },
    /// A setting of the client is wrong.
    #[error("Kafka setting `{key}`: {reason}")]
    Setting {
        /// The key.
        key: String,
        /// What is wrong with its value.
        reason: String,
    },
    /// The message is refused: too large, or for a partition that does not exist.
    #[error("topic `{topic}` refuses a record: {reason}")]
    Refused {
        /// The topic.
        topic: String,
        /// Why.
        reason: String,
    },
    /// The transport is shutting down.
    #[error("the transport is closed")]
    Closed,
}
