//! What travels: a message as Kafka has it.

use bytes::Bytes;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The partition.
    pub partition: i32,
    /// The position in the partition.
    pub offset: i64,
    /// The message; its timestamp is always set.
    pub message: Message,
}
