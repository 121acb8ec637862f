//! Where a streamlet receives records of one type.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use cloudflow_model::Schema;
use futures::Stream;
use tokio::task::coop::poll_proceed;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::PortCount;
use crate::StreamletError;
use crate::avro::{AvroRecord, DecodeError, Decoder};
use crate::delivery::Tracker;
use crate::record::{Metadata, Record};
use crate::transport::{Deliveries, Delivery};

/// A stream of the records that arrive at an inlet. It ends when the application stops.
///
/// An item is an error when the transport fails or a payload cannot be decoded. Passing the error on
/// (`?`, `try_next`, `forward`) stops the streamlet, and the record is read again after the restart;
/// polling on after a payload that cannot be decoded skips it. Tombstones are passed over.
pub struct Inlet<T> {
    raw: RawInlet,
    stopped: Pin<Box<WaitForCancellationFutureOwned>>,
    has_ended: bool,
    decoder: Decoder<T>,
    schema: &'static Schema<'static>,
}

/// An inlet before its type is known: what the runner opens.
pub(crate) struct RawInlet {
    pub(crate) topic: String,
    /// The schemas of the outlets that write to the topic.
    pub(crate) writers: Vec<&'static Schema<'static>>,
    pub(crate) deliveries: Box<dyn Deliveries>,
    pub(crate) tracker: Arc<Tracker>,
    pub(crate) stop: CancellationToken,
    pub(crate) count: Arc<PortCount>,
}

impl<T: AvroRecord> Inlet<T> {
    pub(crate) fn new(raw: RawInlet) -> Self {
        let stopped = Box::pin(raw.stop.clone().cancelled_owned());
        let decoder = Decoder::new(raw.writers.iter().copied());
        Self { raw, stopped, has_ended: false, decoder, schema: T::SCHEMA }
    }
}

impl<T> Inlet<T> {
    /// Returns the topic that it reads.
    pub fn topic(&self) -> &str {
        &self.raw.topic
    }
}

// Without a bound: an inlet of something that is no record is one error, at the streamlet's port, and
// no second one wherever the stream is used.
impl<T> Stream for Inlet<T> {
    type Item = Result<Record<T>, StreamletError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            // Asking for more says that what was dropped before was dropped on purpose.
            this.raw.tracker.ask();
            if this.has_ended || this.stopped.as_mut().poll(context).is_ready() {
                this.has_ended = true;
                return Poll::Ready(None);
            }
            // A topic that is full of records would keep its reader running and all others waiting.
            let turn = ready!(poll_proceed(context));
            let delivery = ready!(this.raw.deliveries.poll_next(context));
            turn.made_progress();
            let delivery = match delivery {
                Ok(delivery) => delivery,
                Err(error) => {
                    this.has_ended = true;
                    return Poll::Ready(Some(Err(error.into())));
                }
            };
            if let Some(item) = this.receive(delivery) {
                return Poll::Ready(Some(item));
            }
        }
    }
}

impl<T> Inlet<T> {
    fn receive(&self, delivery: Delivery) -> Option<Result<Record<T>, StreamletError>> {
        let Delivery { partition, offset, message, origin } = delivery;
        let payload = message.payload?;
        self.raw.count.add_one();
        let metadata = Metadata::received(message.key, message.timestamp, message.headers, origin);
        match self.decoder.decode(&payload) {
            Ok(value) => Some(Ok(Record::from_parts(value, metadata))),
            Err(error) => Some(Err(self.undecodable(error, partition, offset))),
        }
    }

    fn undecodable(&self, error: DecodeError, partition: i32, offset: i64) -> StreamletError {
        StreamletError::from(error).context(format!(
            "cannot decode a `{}` from topic `{}`, partition {partition}, offset {offset}",
            self.schema.name(),
            self.raw.topic
        ))
    }
}

impl<T> fmt::Debug for Inlet<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Inlet").field("topic", &self.raw.topic).finish_non_exhaustive()
    }
}
