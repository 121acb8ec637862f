//! The seam between streamlets and what carries their records: the embedded log, or Kafka.
//!
//! A [`Cluster`] knows bytes, partitions, offsets and consumer groups, as Kafka means them; it knows
//! nothing of record types, nor of what settles a record. Everything in here is done for a batch at a
//! time. A new cluster is a folder beside `memory` that implements the traits, and passes the tests in
//! `tests/transport`.

mod batch;
mod bound;
mod header;
#[cfg(feature = "kafka")]
pub mod kafka;
pub mod memory;
mod outgoing;
mod partitioner;
mod records;
mod sync;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{SystemTime, UNIX_EPOCH};

use futures::future::BoxFuture;

pub use batch::{Batch, Claim, Watch};
pub use bound::{Amount, Bound};
pub use header::{Header, Headers};
pub(crate) use outgoing::Report;
pub use outgoing::{Outgoing, Ties};
pub(crate) use records::copied;
pub use records::{RecordRef, Records};

/// A system that keeps topics.
pub trait Cluster: Send + Sync + fmt::Debug {
    /// Returns what asks and changes topics and groups.
    fn admin(&self) -> &dyn Admin;

    /// Opens all that one instance reads and writes. Its topics must exist.
    fn open<'a>(&'a self, spec: SessionSpec<'a>) -> BoxFuture<'a, Result<Session, TransportError>>;

    /// Reads partitions of a topic from given offsets, without a group: nothing is committed.
    ///
    /// Records are handed out through `assignment`, as those of a session are.
    fn read<'a>(
        &'a self,
        spec: ReadSpec<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Source>, TransportError>>;

    /// Says that the cluster cannot be reached now, since when and why. Asking is cheap.
    fn trouble(&self) -> Option<String> {
        None
    }
}

/// What commands and the sandbox ask of a cluster.
pub trait Admin: Send + Sync + fmt::Debug {
    /// Returns what the cluster is, for people: `the embedded log`, or `Kafka at 127.0.0.1:9092`.
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

    /// Returns how far a group is behind in each partition of a topic.
    fn lag<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Lag>, TransportError>>;

    /// Nobody writes to a topic any more: its readers end when they have read all.
    ///
    /// A cluster that others write to as well knows no such end, and returns false.
    fn seal(&self, topic: &str) -> bool {
        let _ = topic;
        false
    }

    /// Returns the topics that are full and keep their writers waiting, for people.
    fn full_topics(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What one instance reads and writes.
#[derive(Debug)]
pub struct SessionSpec<'a> {
    /// The consumer group; of no meaning without inlets.
    pub group: &'a str,
    /// What it reads, in the order of the sources of the session.
    pub inlets: &'a [InletSpec],
    /// Inlets whose partitions of one number belong together, so that one member has them all.
    ///
    /// Nothing of partition `i` is handed out before the member has it in each of them.
    pub co_partitioned: &'a [Vec<usize>],
    /// What it writes, in the order of the sinks of the session.
    pub outlets: &'a [OutletSpec],
    /// Who hands out records, and knows when a partition may go.
    pub assignment: Arc<dyn Assignment>,
    /// Who hears of records that are not written.
    pub settle: Arc<dyn Settle>,
}

/// A topic that an instance reads.
#[derive(Clone, Debug)]
pub struct InletSpec {
    /// The topic.
    pub topic: String,
    /// How much may be fetched and not settled. The source counts in what it fetches; when a batch is
    /// settled, [`Watch::settled`] counts it out.
    pub bound: Arc<Bound>,
}

/// A topic that an instance writes.
#[derive(Clone, Debug)]
pub struct OutletSpec {
    /// The topic.
    pub topic: String,
    /// How much may be sent and not acknowledged. The outlet counts in what it sends; the sink counts
    /// out what is written or lost.
    pub bound: Arc<Bound>,
}

/// What [`Cluster::read`] reads.
#[derive(Debug)]
pub struct ReadSpec<'a> {
    /// The topic.
    pub topic: &'a str,
    /// Partitions, and the offset to begin at.
    pub from: &'a [Position],
    /// How much may be fetched and not settled.
    pub bound: Arc<Bound>,
    /// Who hands out the records.
    pub assignment: Arc<dyn Assignment>,
}

/// The ends of an instance at a cluster.
///
/// The member leaves its group when the commits are closed, or when sources and commits are dropped.
/// While the commits are kept, it keeps its partitions too: so records in flight can be committed
/// after the sources have stopped.
#[derive(Debug)]
pub struct Session {
    /// One for each inlet.
    pub sources: Vec<Box<dyn Source>>,
    /// One for each outlet.
    pub sinks: Vec<Arc<dyn Sink>>,
    /// Where the instance writes its positions.
    pub commits: Arc<dyn Commits>,
}

/// Who hands out records to a streamlet. Clusters call it under the lock that guards what the member
/// owns: a record of a partition that was taken away is either handed out before, and waited for, or
/// never.
pub trait Assignment: Send + Sync + fmt::Debug {
    /// The member has these partitions now.
    fn assigned(&self, claims: &[Claim]);

    /// Starts records that are about to be handed out. Offsets rise within a claim; `next` is the
    /// position when all of them are settled.
    fn start(&self, claim: Claim, records: &Records, range: Range<usize>, next: i64) -> Batch;

    /// Waits until nothing of these partitions is in flight: call it, with a bound, when partitions are
    /// taken away, and then [`release`](Self::release) them. It is called without the lock.
    fn poll_idle(&self, claims: &[Claim], context: &mut Context<'_>) -> Poll<()>;

    /// Forgets partitions, and returns the positions to commit before they are let go of. What is
    /// still in flight is read again by the next owner.
    fn release(&self, claims: &[Claim]) -> Vec<Position>;

    /// Forgets partitions that are lost already: it is too late for a commit.
    fn lost(&self, claims: &[Claim]) {
        self.release(claims);
    }
}

/// The records of one inlet.
pub trait Source: Send + Sync + fmt::Debug {
    /// Returns the next records, of one partition; none when nobody feeds the topic any more and all
    /// was read. Errors that the client recovers from are not returned. After [`Commits::close`] it
    /// returns [`TransportError::Closed`].
    fn poll_batch(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Delivered>, TransportError>>;
}

/// Records that a source hands out.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The records among others.
    pub records: Arc<Records>,
    /// Which of them.
    pub range: Range<usize>,
    /// What knows when they are settled; its first record is the first of the range.
    pub batch: Batch,
}

/// Where an outlet's records go.
///
/// Records without key go to the partitions in turn; of what is sent at once, a partition may get its
/// equal part in one piece. A key decides the partition by `murmur2`, as in the Java client, so that
/// all clients agree where a key is.
pub trait Sink: Send + Sync + fmt::Debug {
    /// Takes the records, which are counted into the bound of the outlet, and leaves it empty.
    ///
    /// It never waits: a cluster that cannot take them keeps them until it can.
    fn send(&self, outgoing: &mut Outgoing);
}

/// Who hears of records that a sink could not write.
pub trait Settle: Send + Sync + fmt::Debug {
    /// A record is not written, and nobody else was told.
    fn lost(&self, outlet: usize, error: TransportError);
}

/// Where an instance writes its positions.
pub trait Commits: Send + Sync + fmt::Debug {
    /// Commits, for each partition, the offset of the next record to read. Positions of claims that the
    /// member does not hold any more are left out.
    fn commit(&self, positions: Vec<Position>) -> BoxFuture<'_, Result<(), TransportError>>;

    /// Leaves the group, so that others take over at once: hands out no more records, waits for those
    /// in flight, at most as long as the cluster is set to, and commits what is settled.
    ///
    /// Without it, when everything of the session is dropped, the member leaves as well, but waits for
    /// nothing.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// The offset of the next record to read from a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The partition, and its assignment.
    pub claim: Claim,
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

/// How far a consumer group is behind in a partition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    /// The offset of the next record to read, as far as the group has committed; the first that is kept
    /// where it has committed nothing.
    pub committed: i64,
    /// The offset after the last record.
    pub end: i64,
}

impl Lag {
    /// Returns how many records are not committed.
    pub fn behind(&self) -> u64 {
        u64::try_from(self.end - self.committed).unwrap_or(0)
    }
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
        /// Which system, as [`Admin::describe`] says it.
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

/// Returns the time of now as a timestamp: milliseconds since the epoch.
fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
