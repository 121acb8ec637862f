//! The records of an outlet as value functions send them: many at a time, without a lock for each.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use super::batches::Place;
use super::outlet::{Outlet, RawOutlet, WriteKey};
use crate::avro::{AvroRecord, encode_single_object};
use crate::transport::Outgoing;

/// An outlet for a value function.
pub(crate) struct Writer<T> {
    raw: RawOutlet,
    key: Option<Arc<WriteKey<T>>>,
    outgoing: Outgoing,
}

impl<T: AvroRecord> Writer<T> {
    pub(crate) fn new(outlet: Outlet<T>) -> Self {
        let (raw, key) = outlet.into_writer();
        Self { raw, key, outgoing: Outgoing::default() }
    }

    /// Adds a record that was made of another one, which waits for it as a party that is counted.
    /// Returns whether it is time to hand over.
    pub(crate) fn push(&mut self, of: Place<'_>, value: &T) -> bool {
        let Place { batch, at, record } = of;
        let key = self.key.as_deref();
        self.outgoing.push_of(batch, at, |records| {
            records.push_with(
                record.timestamp,
                |arena| key.and_then(|write| write(value, arena)),
                |arena| {
                    encode_single_object(value, arena);
                    Some(())
                },
                record.headers,
            );
        });
        self.raw.is_full(&self.outgoing)
    }

    /// Hands over what was added, as soon as there is room.
    pub(crate) async fn hand_over(&mut self) {
        if !self.outgoing.is_empty() {
            poll_fn(|context| self.raw.poll_send(&mut self.outgoing, context)).await;
        }
    }
}

impl<T> fmt::Debug for Writer<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Writer").field(&self.raw).finish()
    }
}
