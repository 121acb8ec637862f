//! What travels: a message as Kafka has it.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;

use crate::delivery::Origin;

/// A record in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The key, which decides the partition; partitions take turns without one.
    pub key: Option<Bytes>,
    /// The value; `None` is a tombstone, which deletes the key from a compacted topic.
    pub payload: Option<Bytes>,
    /// Metadata beside the value.
    pub headers: Vec<Header>,
    /// Milliseconds since the epoch; the transport sets the time of sending when absent.
    pub timestamp: Option<i64>,
}

/// A header of a message. Kafka allows the same name more than once and keeps the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value, which may be absent.
    pub value: Option<Bytes>,
}

/// A message that was received, and where it stood.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The partition.
    pub partition: i32,
    /// The position in the partition.
    pub offset: i64,
    /// The message; its timestamp is always set.
    pub message: Message,
    /// What keeps its offset from being committed. The transport starts it, with
    /// [`PartitionTracker::receive`](crate::delivery::PartitionTracker::receive), in the moment that
    /// it hands the message over: so a partition is never taken away in between.
    pub origin: Origin,
}

impl Message {
    /// Returns how many bytes it holds: key, value and headers.
    pub(crate) fn size(&self) -> usize {
        let header =
            |header: &Header| header.name.len() + header.value.as_ref().map_or(0, Bytes::len);
        self.key.as_ref().map_or(0, Bytes::len)
            + self.payload.as_ref().map_or(0, Bytes::len)
            + self.headers.iter().map(header).sum::<usize>()
    }
}

/// Returns the time of now as a timestamp: milliseconds since the epoch.
pub(super) fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
