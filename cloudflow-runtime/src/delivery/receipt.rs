//! Who owes the settling of a record.

use std::fmt;

use bytes::Bytes;

use crate::avro::Timestamp;
use crate::record::Record;
use crate::transport::{Batch, Header, Outgoing, RecordRef, Records, copied};

/// What is left of a record when its value is taken out: key, timestamp and headers, and the debt to
/// settle it.
///
/// The debt is paid when a record that was made of the receipt is sent, or with
/// [`done`](Self::done) or [`reject`](Self::reject). A receipt that is dropped ends the streamlet with
/// an error that names the record.
///
/// ```
/// use cloudflow_runtime::Record;
///
/// let (value, receipt) = Record::new(20).with_key("a").into_parts();
/// let doubled = receipt.into_record(value * 2);
/// assert_eq!(*doubled.value(), 40);
/// doubled.done();
/// ```
#[must_use = "settle it: send a record made of it, or end it with `done()` or `reject(reason)`"]
#[derive(Default)]
pub struct Receipt {
    key: Option<Bytes>,
    timestamp: Option<Timestamp>,
    headers: Vec<Header>,
    origin: Origin,
}

/// The records that something was made of.
#[derive(Default)]
enum Origin {
    /// It comes from outside.
    #[default]
    None,
    One(Tie),
    Several(Vec<Tie>),
}

/// A tie to a record: the debt to settle it, or only a part in it.
struct Tie {
    batch: Batch,
    at: usize,
    /// Whether it is not passed on or paid yet, and what a drop means.
    state: TieState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TieState {
    Debt,
    Part,
    Gone,
}

impl Receipt {
    /// Makes the receipt of a record that was received.
    pub(crate) fn received(record: &RecordRef<'_>, batch: &Batch, at: usize) -> Self {
        Self {
            key: copied(record.key),
            timestamp: record.timestamp.map(Timestamp::from_millisecond),
            headers: record.headers.to_vec(),
            origin: Origin::One(Tie { batch: batch.clone(), at, state: TieState::Debt }),
        }
    }

    /// The record is processed: nothing more will be sent of it.
    pub fn done(mut self) {
        self.origin.for_each(Tie::settle);
    }

    /// The record cannot be processed. It is settled, counted, and logged with this reason.
    pub fn reject(mut self, reason: impl fmt::Display) {
        let reason = reason.to_string();
        self.origin.for_each(|tie| tie.reject(&reason));
    }

    /// Makes a record of a value, and passes the debt on to it. The key goes, since it belonged to the
    /// old value.
    pub fn into_record<U>(mut self, value: U) -> Record<U> {
        self.key = None;
        Record::from_parts(value, self)
    }

    /// Makes one more record of a value: without the debt, but the record behind this receipt is
    /// settled only when it is acknowledged too, if it was sent.
    pub fn derive<U>(&self, value: U) -> Record<U> {
        let derived = Self {
            key: None,
            timestamp: self.timestamp,
            headers: self.headers.clone(),
            origin: self.origin.part(),
        };
        Record::from_parts(value, derived)
    }

    /// Adds the debt of another record, for a value that is made of both: a join or an aggregate. Key,
    /// timestamp and headers are those of the first.
    pub fn join(mut self, mut other: Self) -> Self {
        let one = std::mem::take(&mut self.origin);
        let other = std::mem::take(&mut other.origin);
        self.origin = one.join(other);
        self
    }

    /// Returns the key.
    pub fn key(&self) -> Option<&Bytes> {
        self.key.as_ref()
    }

    /// Returns the time of the record: when it was sent, unless the sender said otherwise.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// Returns the headers, in the order in which they were added.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }

    /// Returns the partition of the one record behind it.
    pub fn partition(&self) -> Option<i32> {
        self.origin.one().map(|tie| tie.batch.claim().partition)
    }

    /// Returns the offset of the one record behind it.
    pub fn offset(&self) -> Option<i64> {
        self.origin.one().map(|tie| tie.batch.offset(tie.at))
    }

    pub(crate) fn set_key(&mut self, key: Option<Bytes>) {
        self.key = key;
    }

    pub(crate) fn set_timestamp(&mut self, timestamp: Timestamp) {
        self.timestamp = Some(timestamp);
    }

    pub(crate) fn add_header(&mut self, header: Header) {
        self.headers.push(header);
    }

    /// Appends a record with this metadata and passes the debt on to it. `write` is given the key.
    pub(crate) fn send(
        mut self,
        outgoing: &mut Outgoing,
        write: impl FnOnce(&mut Records, Option<&[u8]>, Option<i64>),
    ) {
        let timestamp = self.timestamp.map(Timestamp::as_millisecond);
        let key = self.key.take();
        let headers = std::mem::take(&mut self.headers);
        let write = |records: &mut Records| {
            write(records, key.as_deref(), timestamp);
            if !headers.is_empty() {
                records.set_last_headers(&headers);
            }
        };
        match std::mem::take(&mut self.origin) {
            Origin::None => outgoing.push(write),
            Origin::One(mut tie) => {
                tie.state = TieState::Gone;
                outgoing.push_of(&tie.batch, tie.at, write);
            }
            Origin::Several(ties) => {
                let origins = ties.into_iter().map(|mut tie| {
                    tie.state = TieState::Gone;
                    (tie.batch.clone(), tie.at)
                });
                outgoing.push_of_several(origins.collect(), write);
            }
        }
    }
}

impl Origin {
    fn one(&self) -> Option<&Tie> {
        match self {
            Self::One(tie) => Some(tie),
            _ => None,
        }
    }

    fn part(&self) -> Self {
        match self {
            Self::None => Self::None,
            Self::One(tie) => Self::One(tie.part()),
            Self::Several(ties) => Self::Several(ties.iter().map(Tie::part).collect()),
        }
    }

    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, only) | (only, Self::None) => only,
            (Self::One(one), Self::One(other)) => Self::Several(vec![one, other]),
            (Self::Several(mut all), Self::One(tie)) => {
                all.push(tie);
                Self::Several(all)
            }
            (Self::One(tie), Self::Several(mut all)) => {
                all.insert(0, tie);
                Self::Several(all)
            }
            (Self::Several(mut all), Self::Several(others)) => {
                all.extend(others);
                Self::Several(all)
            }
        }
    }

    fn for_each(&mut self, each: impl Fn(&mut Tie)) {
        match self {
            Self::None => {}
            Self::One(tie) => each(tie),
            Self::Several(ties) => ties.iter_mut().for_each(each),
        }
    }
}

impl Tie {
    fn part(&self) -> Self {
        self.batch.hold(self.at);
        Self { batch: self.batch.clone(), at: self.at, state: TieState::Part }
    }

    fn settle(&mut self) {
        if std::mem::replace(&mut self.state, TieState::Gone) != TieState::Gone {
            self.batch.settle(self.at);
        }
    }

    fn reject(&mut self, reason: &str) {
        match std::mem::replace(&mut self.state, TieState::Gone) {
            TieState::Debt => self.batch.reject(self.at, reason),
            TieState::Part => self.batch.settle(self.at),
            TieState::Gone => {}
        }
    }
}

impl Drop for Tie {
    fn drop(&mut self) {
        match self.state {
            TieState::Debt => self.batch.drop_unsettled(self.at),
            TieState::Part => self.batch.settle(self.at),
            TieState::Gone => {}
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, timestamp, headers, origin } = self;
        formatter
            .debug_struct("Receipt")
            .field("key", key)
            .field("timestamp", timestamp)
            .field("headers", headers)
            .field("origin", origin)
            .finish()
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ties = match self {
            Self::None => &[],
            Self::One(tie) => std::slice::from_ref(tie),
            Self::Several(ties) => ties.as_slice(),
        };
        let places = ties.iter().map(|tie| (tie.batch.claim().partition, tie.batch.offset(tie.at)));
        formatter.debug_list().entries(places).finish()
    }
}
