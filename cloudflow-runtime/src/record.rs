//! A record: a value with what Kafka keeps beside it.

use bytes::Bytes;

use crate::avro::Timestamp;
use crate::delivery::Origin;
use crate::transport::Header;

/// A value on its way through a streamlet, with its metadata.
///
/// Whatever is made of a record with [`map`](Self::map) or [`derive`](Self::derive) carries the
/// record's origin on, so that its offset is committed only when all of it is in the log.
///
/// ```
/// use cloudflow_runtime::Record;
///
/// let record = Record::new(20).with_key("a");
/// let halves = [record.derive(10), record.derive(10)];
/// assert_eq!(halves[0].value() + halves[1].value(), record.into_value());
/// ```
#[derive(Clone, Debug)]
pub struct Record<T> {
    value: T,
    metadata: Metadata,
}

/// What travels beside the value of a record.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    key: Option<Bytes>,
    timestamp: Option<Timestamp>,
    headers: Vec<Header>,
    origin: Origin,
}

impl<T> Record<T> {
    /// Makes a record that comes from outside. The transport sets its timestamp when it is sent.
    pub fn new(value: T) -> Self {
        Self { value, metadata: Metadata::default() }
    }

    /// Puts a value and metadata together: the opposite of [`into_parts`](Self::into_parts).
    pub fn from_parts(value: T, metadata: Metadata) -> Self {
        Self { value, metadata }
    }

    /// Takes the record apart. As long as the metadata lives, the offset is not committed.
    pub fn into_parts(self) -> (T, Metadata) {
        (self.value, self.metadata)
    }

    /// Returns the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Takes the value and lets go of its origin. What is made of the value afterwards has no tie to
    /// the record any more; use [`map`](Self::map) for what is to be sent.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the key.
    pub fn key(&self) -> Option<&Bytes> {
        self.metadata.key.as_ref()
    }

    /// Sets the key. An outlet that makes its own keys replaces it.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<Bytes>) -> Self {
        self.metadata.key = Some(key.into());
        self
    }

    /// Returns the time of the record: when it was sent, unless the sender said otherwise.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.metadata.timestamp
    }

    /// Sets the time of the record.
    #[must_use]
    pub fn with_timestamp(mut self, timestamp: Timestamp) -> Self {
        self.metadata.timestamp = Some(timestamp);
        self
    }

    /// Returns the headers, in the order in which they were added.
    pub fn headers(&self) -> &[Header] {
        &self.metadata.headers
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<Bytes>) -> Self {
        self.metadata.headers.push(Header { name: name.into(), value: Some(value.into()) });
        self
    }

    /// Changes the value. Timestamp, headers and origin stay; the key goes, since it belonged to the
    /// old value.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Record<U> {
        Record { value: change(self.value), metadata: Metadata { key: None, ..self.metadata } }
    }

    /// Makes another record of this one: what [`map`](Self::map) does, and this one stays.
    #[must_use]
    pub fn derive<U>(&self, value: U) -> Record<U> {
        self.metadata.derive(value)
    }
}

impl Metadata {
    /// Makes a record of a value that came of the record with this metadata.
    #[must_use]
    pub fn derive<U>(&self, value: U) -> Record<U> {
        Record { value, metadata: Self { key: None, ..self.clone() } }
    }

    /// Makes a record of a value, and gives the metadata to it.
    #[must_use]
    pub fn into_record<U>(self, value: U) -> Record<U> {
        Record { value, metadata: Self { key: None, ..self } }
    }

    /// Joins what two records left behind, for a value that is made of both: a batch or an aggregate.
    /// Key, timestamp and headers are those of the first.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.origin = self.origin.join(other.origin);
        self
    }

    /// Returns the partition and offset of the one record behind this.
    pub(crate) fn place(&self) -> Option<(i32, i64)> {
        self.origin.place()
    }

    pub(crate) fn received(
        key: Option<Bytes>,
        timestamp: Option<i64>,
        headers: Vec<Header>,
        origin: Origin,
    ) -> Self {
        let timestamp = timestamp.map(Timestamp::from_millisecond);
        Self { key, timestamp, headers, origin }
    }

    pub(crate) fn dismantle(self) -> (Option<Bytes>, Option<i64>, Vec<Header>, Origin) {
        let timestamp = self.timestamp.map(Timestamp::as_millisecond);
        (self.key, timestamp, self.headers, self.origin)
    }
}
