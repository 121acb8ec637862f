//! A record: a value with what Kafka keeps beside it.

use std::fmt;

use bytes::Bytes;

use crate::avro::Timestamp;
use crate::delivery::Receipt;
use crate::transport::Header;

/// A value on its way through a streamlet, with its key, timestamp and headers.
///
/// A record that an [`Inlet`](crate::Inlet) yields owes its settling: send it, or what
/// [`map`](Self::map) makes of it, or end it with [`done`](Self::done) or [`reject`](Self::reject). Its
/// offset is committed when that has happened and everything sent of it is acknowledged. Dropping it
/// instead ends the streamlet with an error: a record that got lost in an error looks the same.
///
/// ```
/// use cloudflow_runtime::Record;
///
/// let record = Record::new(20).with_key("a");
/// let half = record.derive(10);
/// let rest = record.map(|value| value - 10);
/// assert_eq!((*half.value(), *rest.value()), (10, 10));
/// rest.done();
/// ```
#[must_use = "settle it: send it, or end it with `done()` or `reject(reason)`"]
pub struct Record<T> {
    value: T,
    receipt: Receipt,
}

impl<T> Record<T> {
    /// Makes a record that comes from outside. The cluster sets its timestamp when it is sent.
    pub fn new(value: T) -> Self {
        Self { value, receipt: Receipt::default() }
    }

    /// Puts a value and a receipt together: the opposite of [`into_parts`](Self::into_parts).
    pub fn from_parts(value: T, receipt: Receipt) -> Self {
        Self { value, receipt }
    }

    /// Takes the record apart. The receipt owes the settling now.
    pub fn into_parts(self) -> (T, Receipt) {
        (self.value, self.receipt)
    }

    /// Returns the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The record is processed: nothing more will be sent of it.
    pub fn done(self) {
        self.receipt.done();
    }

    /// The record cannot be processed. It is settled, counted, and logged with this reason.
    pub fn reject(self, reason: impl fmt::Display) {
        self.receipt.reject(reason);
    }

    /// Returns the key.
    pub fn key(&self) -> Option<&Bytes> {
        self.receipt.key()
    }

    /// Sets the key. An outlet that makes its own keys replaces it.
    pub fn with_key(mut self, key: impl Into<Bytes>) -> Self {
        self.receipt.set_key(Some(key.into()));
        self
    }

    /// Returns the time of the record: when it was sent, unless the sender said otherwise.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.receipt.timestamp()
    }

    /// Sets the time of the record.
    pub fn with_timestamp(mut self, timestamp: Timestamp) -> Self {
        self.receipt.set_timestamp(timestamp);
        self
    }

    /// Returns the headers, in the order in which they were added.
    pub fn headers(&self) -> &[Header] {
        self.receipt.headers()
    }

    /// Adds a header.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<Bytes>) -> Self {
        self.receipt.add_header(Header { name: name.into(), value: Some(value.into()) });
        self
    }

    /// Returns the partition in which it was received; none if it comes from outside or from several
    /// records.
    pub fn partition(&self) -> Option<i32> {
        self.receipt.partition()
    }

    /// Returns the offset at which it was received; none if it comes from outside or from several
    /// records.
    pub fn offset(&self) -> Option<i64> {
        self.receipt.offset()
    }

    /// Changes the value. Timestamp, headers and the debt stay; the key goes, since it belonged to the
    /// old value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Record<U> {
        let Self { value, receipt } = self;
        receipt.into_record(change(value))
    }

    /// Makes another record of this one, which owes nothing: this one is settled when the other is
    /// acknowledged too, if it was sent.
    pub fn derive<U>(&self, value: U) -> Record<U> {
        self.receipt.derive(value)
    }
}

impl<T: fmt::Debug> fmt::Debug for Record<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, receipt } = self;
        formatter.debug_struct("Record").field("value", value).field("receipt", receipt).finish()
    }
}
