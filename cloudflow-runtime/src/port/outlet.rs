//! Where a streamlet sends records of one type.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::Sink;
use tokio::sync::oneshot;
use tokio::task::coop::poll_proceed;
use tokio_util::sync::CancellationToken;

use super::PortCount;
use super::gate::Gate;
use crate::avro::{AvroRecord, encode_single_object};
use crate::delivery::Completion;
use crate::record::Record;
use crate::transport::{Message, Producer, TransportError};
use crate::{StreamletError, StreamletResult};

/// A sink for the records that leave a streamlet.
///
/// `send` and `feed` return when the record is in a bounded buffer, and wait while that is full; the
/// record's origin is committed when the log has acknowledged it. `flush` and `close` wait for the
/// acknowledgement of all records. [`send_acknowledged`](Self::send_acknowledged) waits for one.
///
/// Clones share the buffer and the bound.
pub struct Outlet<T> {
    raw: RawOutlet,
    encode: fn(&T, &mut Vec<u8>),
    key: Option<Arc<WriteKey<T>>>,
}

type WriteKey<T> = dyn Fn(&T, &mut Vec<u8>) + Send + Sync;

/// An outlet before its type is known: what the runner opens.
#[derive(Clone)]
pub(crate) struct RawOutlet {
    shared: Arc<Shared>,
    /// In a source, which no inlet tells that the application stops, the outlet tells it.
    stop: Option<CancellationToken>,
}

struct Shared {
    topic: String,
    producer: Arc<dyn Producer>,
    gate: Gate,
    count: Arc<PortCount>,
}

impl RawOutlet {
    pub(crate) fn new(
        topic: String,
        producer: Arc<dyn Producer>,
        count: Arc<PortCount>,
        stop: Option<CancellationToken>,
    ) -> Self {
        let shared = Shared { topic, producer, gate: Gate::default(), count };
        Self { shared: Arc::new(shared), stop }
    }

    /// Waits until all records are acknowledged.
    pub(crate) async fn flush(&self) -> Result<(), TransportError> {
        poll_fn(|context| self.shared.gate.poll_empty(context)).await
    }

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), StreamletError>> {
        if self.stop.as_ref().is_some_and(CancellationToken::is_cancelled) {
            return Poll::Ready(Err(StreamletError::stopped()));
        }
        // While there is room, a source would never let others run.
        let turn = ready!(poll_proceed(context));
        let room = ready!(self.shared.gate.poll_room(context));
        let ready = match room {
            Ok(()) => ready!(self.shared.producer.poll_ready(context)),
            Err(error) => Err(error),
        };
        turn.made_progress();
        Poll::Ready(ready.map_err(|error| self.failure(error)))
    }

    fn send(&self, message: Message, origin: crate::delivery::Origin, told: Option<Told>) {
        self.shared.gate.enter();
        self.shared.count.add_one();
        let shared = Arc::clone(&self.shared);
        let completion = Completion::reporting(
            origin,
            Box::new(move |result| {
                if let Some(told) = told {
                    // Whoever waited may have gone; the gate hears of an error all the same.
                    let _ = told.send(result.clone());
                }
                shared.gate.leave(result);
            }),
        );
        self.shared.producer.send(message, completion);
    }

    fn failure(&self, error: TransportError) -> StreamletError {
        StreamletError::from(error).context(format!("cannot send to topic `{}`", self.shared.topic))
    }
}

impl fmt::Debug for RawOutlet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawOutlet")
            .field("topic", &self.shared.topic)
            .finish_non_exhaustive()
    }
}

type Told = oneshot::Sender<Result<(), TransportError>>;

impl<T: AvroRecord> Outlet<T> {
    pub(crate) fn new(raw: RawOutlet) -> Self {
        Self { raw, encode: encode_single_object, key: None }
    }
}

impl<T> Outlet<T> {
    /// Gives every record a key: `write` appends it to the buffer. Records with equal keys go to the
    /// same partition and stay in order; without keys partitions take turns.
    #[must_use]
    pub fn key_by(mut self, write: impl Fn(&T, &mut Vec<u8>) + Send + Sync + 'static) -> Self {
        self.key = Some(Arc::new(write));
        self
    }

    /// Sends a record and waits until the log has it: for whoever must answer for the record.
    ///
    /// # Errors
    ///
    /// Fails when the log refuses the record or cannot be reached, and when the application stops.
    pub async fn send_acknowledged(&self, record: Record<T>) -> Result<(), StreamletError> {
        self.send_reporting(record).await?.await
    }

    /// Sends a record and returns, once it is in the buffer, what waits for its acknowledgement.
    ///
    /// # Errors
    ///
    /// As [`send_acknowledged`](Self::send_acknowledged); the inner future has the log's answer.
    pub async fn send_reporting(
        &self,
        record: Record<T>,
    ) -> Result<impl Future<Output = Result<(), StreamletError>> + Send + use<T>, StreamletError>
    {
        poll_fn(|context| self.raw.poll_ready(context)).await?;
        let (tell, told) = oneshot::channel();
        self.start(record, Some(tell));
        let raw = self.raw.clone();
        Ok(async move {
            let result = told.await.unwrap_or(Err(TransportError::Closed));
            result.map_err(|error| raw.failure(error))
        })
    }

    fn start(&self, record: Record<T>, told: Option<Told>) {
        let (value, metadata) = record.into_parts();
        let (mut key, timestamp, headers, origin) = metadata.dismantle();
        if let Some(write) = &self.key {
            let mut buffer = Vec::new();
            write(&value, &mut buffer);
            key = Some(buffer.into());
        }
        let mut payload = Vec::new();
        (self.encode)(&value, &mut payload);
        let message = Message { key, payload: Some(payload.into()), headers, timestamp };
        self.raw.send(message, origin, told);
    }
}

// Without a bound, like the stream of an inlet.
impl<T> Sink<Record<T>> for Outlet<T> {
    type Error = StreamletError;

    fn poll_ready(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StreamletResult> {
        self.raw.poll_ready(context)
    }

    fn start_send(self: Pin<&mut Self>, record: Record<T>) -> StreamletResult {
        self.start(record, None);
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StreamletResult> {
        self.raw.shared.gate.poll_empty(context).map_err(|error| self.raw.failure(error))
    }

    fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StreamletResult> {
        self.poll_flush(context)
    }
}

impl<T> Clone for Outlet<T> {
    fn clone(&self) -> Self {
        Self { raw: self.raw.clone(), encode: self.encode, key: self.key.clone() }
    }
}

impl<T> fmt::Debug for Outlet<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let topic = &self.raw.shared.topic;
        formatter.debug_struct("Outlet").field("topic", topic).finish_non_exhaustive()
    }
}
