//! The records of an inlet as value functions take them: a batch at a time, without a record between
//! the log and the value.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use super::driven::Health;
use super::inlet::{Inlet, RawInlet, place, undecodable};
use crate::StreamletError;
use crate::avro::{AvroType, Decoder};
use crate::data::Data;
use crate::transport::{Batch, Delivered, RecordRef};

/// An inlet for a value function.
pub(crate) struct Batches<T: Data> {
    raw: RawInlet,
    decoder: Decoder<T::Record>,
    health: Arc<Health>,
    /// Records of the batch at hand that are settled, and not counted out of it yet.
    settled: usize,
    /// Records that were taken, and not counted yet.
    taken: usize,
}

/// A record on its way through a value function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) batch: &'a Batch,
    pub(crate) at: usize,
    pub(crate) record: RecordRef<'a>,
}

impl<'a> Place<'a> {
    /// Returns a record of what was handed out.
    pub(crate) fn of(delivered: &'a Delivered, at: usize) -> Option<Self> {
        let record = delivered.records.get(delivered.range.start + at)?;
        Some(Self { batch: &delivered.batch, at, record })
    }

    /// Says which record a function failed at.
    pub(crate) fn blame(self, error: StreamletError, topic: &str) -> StreamletError {
        let place = place(topic, self.batch.claim().partition, self.record.offset);
        error.context(format!("the record at {place}"))
    }
}

impl<T: Data> Batches<T> {
    pub(crate) fn new(inlet: Inlet<T>) -> Self {
        let raw = inlet.raw;
        let decoder = Decoder::new(raw.writers.iter().copied());
        let health = Arc::clone(&raw.health);
        Self { raw, decoder, health, settled: 0, taken: 0 }
    }

    /// Waits for records; returns whether there are, or the inlet has ended.
    pub(crate) async fn ready(&mut self) -> Result<bool, StreamletError> {
        let is_ready = poll_fn(|context| self.raw.poll_ready(context)).await?;
        if let Some(current) = self.raw.current.as_mut().filter(|_| is_ready) {
            let batch = &current.delivered.batch;
            self.health.works_on(&self.raw.topic, batch);
            // All at once; what is not looked at when the partition goes is taken back.
            batch.give(current.at, usize::MAX);
        }
        Ok(is_ready)
    }

    /// Takes the next record of the batch at hand, or the reason why it is none, with its place in the
    /// batch; none at the end.
    pub(crate) fn next(&mut self) -> Option<Result<(T, usize), (StreamletError, usize)>> {
        loop {
            let current = self.raw.current.as_mut()?;
            let batch = &current.delivered.batch;
            if batch.is_closed() || self.raw.stop.end().is_some() {
                batch.take_back(current.at);
                self.end_batch();
                return None;
            }
            let at = current.at;
            if at == current.delivered.range.len() {
                self.end_batch();
                return None;
            }
            current.at += 1;
            self.health.works_at(at);
            let record = current.delivered.records.get(current.delivered.range.start + at)?;
            let Some(bytes) = record.value else {
                match T::from_record(None) {
                    Some(tombstone) => {
                        self.taken += 1;
                        return Some(Ok((tombstone, at)));
                    }
                    None => {
                        self.settle(at);
                        continue;
                    }
                }
            };
            self.taken += 1;
            match self.decoder.decode(bytes) {
                // A record is always data.
                Ok(value) => return T::from_record(Some(value)).map(|value| Ok((value, at))),
                Err(error) => {
                    let place = place(&self.raw.topic, batch.claim().partition, record.offset);
                    return Some(Err((undecodable(error, T::Record::SCHEMA, &place), at)));
                }
            }
        }
    }

    /// Returns a record of the batch at hand.
    pub(crate) fn place(&self, at: usize) -> Option<Place<'_>> {
        Place::of(self.delivered()?, at)
    }

    /// Settles a record of the batch at hand of which nothing is sent.
    pub(crate) fn settle(&mut self, at: usize) {
        if let Some(current) = &self.raw.current
            && current.delivered.batch.count_down(at)
        {
            self.settled += 1;
        }
    }

    /// Makes known what was settled and taken: before anything is waited for.
    pub(crate) fn publish(&mut self) {
        self.raw.count.add(std::mem::take(&mut self.taken));
        if let Some(current) = &self.raw.current {
            current.delivered.batch.close_settled(std::mem::take(&mut self.settled));
        }
    }

    /// Waits for the end of a call that did not end at once.
    pub(crate) async fn call<F: Future>(&self, call: F) -> F::Output {
        let _ends = CallEnds(&self.health);
        self.health.call_begins();
        call.await
    }

    /// Returns the topic.
    pub(crate) fn topic(&self) -> &str {
        &self.raw.topic
    }

    /// Returns what outlives the batch at hand: what was handed out, for calls that overlap.
    pub(crate) fn delivered(&self) -> Option<&Delivered> {
        self.raw.current.as_ref().map(|current| &current.delivered)
    }

    /// Returns what is known of the streamlet from outside.
    pub(crate) fn health(&self) -> &Health {
        &self.health
    }

    fn end_batch(&mut self) {
        self.publish();
        self.raw.current = None;
    }
}

/// Ends the measure of a call, also when it is cancelled.
struct CallEnds<'a>(&'a Health);

impl Drop for CallEnds<'_> {
    fn drop(&mut self) {
        self.0.call_ends();
    }
}

impl<T: Data> fmt::Debug for Batches<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Batches").field(&self.raw).finish()
    }
}
