//! Where a streamlet receives records of one type.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use cloudflow_model::Schema;
use futures::Stream;
use tokio::task::coop::poll_proceed;
use tokio_util::sync::WaitForCancellationFutureOwned;

use super::{End, Health, PortCount, Stop};
use crate::StreamletError;
use crate::avro::{AvroType, DecodeError, Decoder};
use crate::data::Data;
use crate::delivery::{Ledger, Receipt};
use crate::record::Record;
use crate::transport::{Delivered, Source};

/// A stream of the records that arrive at an inlet. [`end`](Self::end) says why it ended.
///
/// Each record owes its settling: send it, or end it with [`done`](Record::done) or
/// [`reject`](Record::reject). [The page about settling](crate::docs::settling) has joins, aggregates and
/// time-outs.
///
/// An item is an error when the cluster fails or a payload cannot be decoded. Passing the error on (`?`,
/// `try_next`, `forward`) stops the streamlet, and the record is read again after the restart;
/// [`StreamletError::reject`] skips it. Tombstones come to an `Inlet<Option<T>>`; others settle and
/// count them.
pub struct Inlet<T> {
    pub(super) raw: RawInlet,
    decode: Decode<T>,
    schema: &'static Schema<'static>,
}

/// Decodes the payload of a record. None: a tombstone that nobody asked for.
type Decode<T> = Box<dyn Fn(Option<&[u8]>) -> Option<Result<T, DecodeError>> + Send + Sync>;

/// An inlet before its type is known: what the runner opens.
pub(crate) struct RawInlet {
    pub(crate) topic: String,
    /// The schemas of the outlets that write to the topic.
    pub(crate) writers: Vec<&'static Schema<'static>>,
    source: Box<dyn Source>,
    pub(super) ledger: Arc<Ledger>,
    index: usize,
    pub(super) stop: Stop,
    stopped: Pin<Box<WaitForCancellationFutureOwned>>,
    pub(super) count: Arc<PortCount>,
    pub(super) health: Arc<Health>,
    /// The records that were handed out last.
    pub(super) current: Option<Current>,
    end: Option<End>,
}

/// Records that were handed out, and how far the streamlet has taken them.
pub(super) struct Current {
    pub(super) delivered: Delivered,
    /// The next record, counted in the batch.
    pub(super) at: usize,
}

impl RawInlet {
    pub(crate) fn new(
        topic: String,
        writers: Vec<&'static Schema<'static>>,
        source: Box<dyn Source>,
        (ledger, index): (Arc<Ledger>, usize),
        stop: Stop,
        count: Arc<PortCount>,
        health: Arc<Health>,
    ) -> Self {
        let stopped = Box::pin(stop.token().clone().cancelled_owned());
        let (current, end) = (None, None);
        Self { topic, writers, source, ledger, index, stop, stopped, count, health, current, end }
    }

    /// Waits until there are records in `current`; returns whether there are, or the inlet has ended.
    pub(super) fn poll_ready(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<bool, StreamletError>> {
        loop {
            if self.end.is_some() {
                return Poll::Ready(Ok(false));
            }
            if let Some(end) = self.stop.end() {
                self.finish(end);
                return Poll::Ready(Ok(false));
            }
            if self.ledger.is_troubled() {
                // The supervisor ends the streamlet, if it does not end by itself.
                return Poll::Pending;
            }
            if let Some(current) = &self.current {
                if current.at < current.delivered.range.len() {
                    return Poll::Ready(Ok(true));
                }
                self.current = None;
            }
            if self.stopped.as_mut().poll(context).is_ready() {
                continue;
            }
            // A topic that is full of records would keep its reader running and all others waiting.
            let turn = ready!(poll_proceed(context));
            let delivered = ready!(self.source.poll_batch(context));
            turn.made_progress();
            match delivered {
                Ok(Some(delivered)) => self.current = Some(Current { delivered, at: 0 }),
                Ok(None) => self.finish(End::Exhausted),
                Err(error) => {
                    self.end = Some(End::Stopped);
                    return Poll::Ready(Err(error.into()));
                }
            }
        }
    }

    /// Says that the streamlet gets nothing more; what it was not given stays in the log.
    fn finish(&mut self, end: End) {
        if let Some(current) = self.current.take() {
            current.delivered.batch.close();
        }
        self.ledger.end(self.index);
        self.end = Some(end);
    }
}

impl<T: Data> Inlet<T> {
    pub(crate) fn new(raw: RawInlet) -> Self {
        let decoder = Decoder::<T::Record>::new(raw.writers.iter().copied());
        let decode = move |value: Option<&[u8]>| match value {
            Some(value) => {
                let record = decoder.decode(value);
                // A record is always data.
                record.map(|record| T::from_record(Some(record))).transpose()
            }
            None => T::from_record(None).map(Ok),
        };
        Self { raw, decode: Box::new(decode), schema: T::Record::SCHEMA }
    }
}

impl<T> Inlet<T> {
    /// Returns the topic that it reads.
    pub fn topic(&self) -> &str {
        &self.raw.topic
    }

    /// Returns why the stream has ended; none while it has not.
    ///
    /// An aggregator sends what is open only at [`End::Exhausted`]. At [`End::Stopped`] it returns, and
    /// its records are read again.
    pub fn end(&self) -> Option<End> {
        self.raw.end
    }

    /// Takes the next record of the batch at hand, if it was not taken away meanwhile.
    fn take(&mut self) -> Option<Result<Record<T>, StreamletError>> {
        let Self { raw, decode, schema } = self;
        let current = raw.current.as_mut()?;
        let at = current.at;
        let batch = &current.delivered.batch;
        if batch.give(at, 1) == 0 {
            raw.current = None;
            return None;
        }
        current.at += 1;
        let record = current.delivered.records.get(current.delivered.range.start + at)?;
        let Some(value) = decode(record.value) else {
            batch.settle(at);
            return None;
        };
        raw.count.add(1);
        let receipt = Receipt::received(&record, batch, at);
        let partition = batch.claim().partition;
        Some(match value {
            Ok(value) => Ok(Record::from_parts(value, receipt)),
            Err(error) => {
                let place = place(&raw.topic, partition, record.offset);
                Err(undecodable(error, schema, &place).with_receipt(receipt))
            }
        })
    }
}

// Without a bound: an inlet of something that is no record is one error, at the streamlet's port, and
// no second one wherever the stream is used.
impl<T> Stream for Inlet<T> {
    type Item = Result<Record<T>, StreamletError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.raw.poll_ready(context)) {
                Ok(true) => {}
                Ok(false) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
            if let Some(item) = self.take() {
                return Poll::Ready(Some(item));
            }
        }
    }
}

impl<T> fmt::Debug for Inlet<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Inlet").field("topic", &self.raw.topic).finish_non_exhaustive()
    }
}

impl fmt::Debug for RawInlet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RawInlet").field("topic", &self.topic).finish_non_exhaustive()
    }
}

/// Names a record for people.
pub(super) fn place(topic: &str, partition: i32, offset: i64) -> String {
    format!("topic `{topic}`, partition {partition}, offset {offset}")
}

/// Says which record cannot be decoded, and why.
pub(super) fn undecodable(error: DecodeError, schema: &Schema<'_>, place: &str) -> StreamletError {
    StreamletError::from(error).context(format!("cannot decode a `{}` from {place}", schema.name()))
}
