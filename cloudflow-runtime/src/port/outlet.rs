//! Where a streamlet sends records of one type.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use futures::task::AtomicWaker;
use tokio::sync::oneshot;

use super::driven::Driver;
use super::{PortCount, Stop};
use crate::avro::encode_single_object;
use crate::data::Data;
use crate::delivery::{Ledger, Receipt, Trouble};
use crate::record::Record;
use crate::transport::{Amount, Bound, Headers, Outgoing, Report, Sink, TransportError};
use crate::{StreamletError, StreamletResult};

/// The most records that are handed to the cluster at once.
const CUT: Amount = Amount { records: 512, bytes: 128 * 1024 };

/// A sink for the records that leave a streamlet.
///
/// [`send`](Self::send) returns when the record is in a bounded buffer, and waits while that is full; what
/// the record came of is settled when the log has acknowledged it. `flush` and `close` wait for the
/// acknowledgement of all records, [`send_acknowledged`](Self::send_acknowledged) for that of one.
///
/// An `Outlet<Option<T>>` sends tombstones too: `None`, with the key that it deletes.
///
/// Clones share the buffer and the bound.
pub struct Outlet<T> {
    raw: RawOutlet,
    encode: fn(&T, &mut Vec<u8>) -> Option<()>,
    is_tombstone: fn(&T) -> bool,
    key: Option<Arc<WriteKey<T>>>,
}

/// Appends the key of a value; none if the value has none, like a tombstone.
pub(super) type WriteKey<T> = dyn Fn(&T, &mut Vec<u8>) -> Option<()> + Send + Sync;

/// An outlet before its type is known: what the runner opens.
#[derive(Clone)]
pub(crate) struct RawOutlet {
    shared: Arc<Shared>,
    /// In a source, which no inlet tells that the application stops, the outlet tells it.
    stop: Option<Stop>,
}

struct Shared {
    topic: String,
    sink: Arc<dyn Sink>,
    bound: Arc<Bound>,
    cut: Amount,
    count: Arc<PortCount>,
    ledger: Arc<Ledger>,
    buffer: Mutex<Outgoing>,
    /// The task of the streamlet, which hands over what is in the buffer before it waits.
    driver: Driver,
    waker: AtomicWaker,
}

impl RawOutlet {
    pub(crate) fn new(
        topic: String,
        sink: Arc<dyn Sink>,
        bound: Arc<Bound>,
        ledger: Arc<Ledger>,
        driver: Driver,
        count: Arc<PortCount>,
        stop: Option<Stop>,
    ) -> Self {
        let max = bound.max();
        let cut = Amount { records: CUT.records.min(max.records), bytes: CUT.bytes.min(max.bytes) };
        let (buffer, waker) = (Mutex::default(), AtomicWaker::new());
        let shared = Shared { topic, sink, bound, cut, count, ledger, buffer, driver, waker };
        Self { shared: Arc::new(shared), stop }
    }

    /// Waits until all records are acknowledged, or lost.
    pub(crate) async fn flush(&self) -> StreamletResult {
        poll_fn(|context| self.poll_flush(context)).await
    }

    /// Returns how many records are sent and not acknowledged.
    pub(crate) fn in_flight(&self) -> usize {
        self.shared.bound.taken().records
    }

    /// Makes this the task that hands over what others have put into the buffer.
    pub(super) fn register(&self, context: &Context<'_>) {
        self.shared.waker.register(context.waker());
    }

    /// Hands over what is in the buffer as soon as there is room; wakes the task then.
    pub(super) fn poll_hand_over(&self, context: &Context<'_>) -> Poll<()> {
        let mut buffer = self.buffer();
        if buffer.is_empty() {
            return Poll::Ready(());
        }
        ready!(self.shared.bound.poll_room(buffer.amount(), context));
        self.hand_over(&mut buffer);
        Poll::Ready(())
    }

    /// Waits for room for one more record in the buffer.
    fn poll_ready(&self, context: &Context<'_>) -> Poll<StreamletResult> {
        self.poll_buffer(context).map_ok(drop)
    }

    /// Waits for room for one more record in the buffer, and returns it.
    fn poll_buffer(
        &self,
        context: &Context<'_>,
    ) -> Poll<Result<MutexGuard<'_, Outgoing>, StreamletError>> {
        if self.stop.as_ref().is_some_and(|stop| stop.end().is_some()) {
            return Poll::Ready(Err(StreamletError::stopped()));
        }
        if self.shared.ledger.is_troubled()
            && let Some(error) = self.lost()
        {
            return Poll::Ready(Err(error));
        }
        let mut buffer = self.buffer();
        if !self.is_full(&buffer) {
            return Poll::Ready(Ok(buffer));
        }
        ready!(self.shared.bound.poll_room(buffer.amount(), context));
        self.hand_over(&mut buffer);
        // While there is room, a source would never let others run.
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn poll_flush(&self, context: &Context<'_>) -> Poll<StreamletResult> {
        ready!(self.poll_hand_over(context));
        ready!(self.shared.bound.poll_empty(context));
        Poll::Ready(self.lost().map_or(Ok(()), Err))
    }

    /// Hands records over, which are not in the buffer: what came before goes first.
    pub(super) fn poll_send(&self, outgoing: &mut Outgoing, context: &Context<'_>) -> Poll<()> {
        ready!(self.poll_hand_over(context));
        ready!(self.shared.bound.poll_room(outgoing.amount(), context));
        self.hand_over(outgoing);
        Poll::Ready(())
    }

    pub(super) fn is_full(&self, outgoing: &Outgoing) -> bool {
        let Amount { records, bytes } = outgoing.amount();
        records >= self.shared.cut.records || bytes >= self.shared.cut.bytes
    }

    fn hand_over(&self, outgoing: &mut Outgoing) {
        let amount = outgoing.amount();
        self.shared.bound.enter(amount);
        self.shared.count.add(amount.records);
        self.shared.sink.send(outgoing);
    }

    /// Sees to it that what was just put into the buffer leaves it.
    fn pushed(&self, mut buffer: MutexGuard<'_, Outgoing>) {
        // The streamlet's own task hands over before it waits.
        if self.shared.driver.is_current() {
            return;
        }
        if self.shared.bound.has_room(buffer.amount()) {
            self.hand_over(&mut buffer);
        } else {
            drop(buffer);
            self.shared.waker.wake();
        }
    }

    /// Returns the error of a record that is lost to the log.
    fn lost(&self) -> Option<StreamletError> {
        match self.shared.ledger.trouble()? {
            lost @ Trouble::Lost { .. } => Some(lost.into()),
            Trouble::Dropped { .. } => None,
        }
    }

    fn failure(&self, error: TransportError) -> StreamletError {
        StreamletError::from(error).context(format!("cannot send to topic `{}`", self.shared.topic))
    }

    fn buffer(&self) -> MutexGuard<'_, Outgoing> {
        // A record is either in it or not: writing one cannot leave half of it behind.
        self.shared.buffer.lock().unwrap_or_else(PoisonError::into_inner)
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

impl<T: Data> Outlet<T> {
    /// Returns what writes many records without a lock, and gives each a key if the outlet does.
    pub(super) fn into_writer(self) -> (RawOutlet, Option<Arc<WriteKey<T>>>) {
        (self.raw, self.key)
    }

    pub(crate) fn new(raw: RawOutlet) -> Self {
        let encode = |value: &T, buffer: &mut Vec<u8>| {
            value.as_record().map(|record| encode_single_object(record, buffer))
        };
        Self { raw, encode, is_tombstone: |value| value.as_record().is_none(), key: None }
    }

    /// Gives every record a key: `write` appends it to the buffer. Records with equal keys go to the
    /// same partition and stay in order; without keys partitions take turns. A tombstone has the key
    /// that its sender gives it.
    #[must_use]
    pub fn key_by(
        mut self,
        write: impl Fn(&T::Record, &mut Vec<u8>) + Send + Sync + 'static,
    ) -> Self {
        self.key = Some(Arc::new(move |value: &T, buffer: &mut Vec<u8>| {
            value.as_record().map(|record| write(record, buffer))
        }));
        self
    }
}

impl<T> Outlet<T> {
    /// Sends a record: returns when it is in the buffer, which is handed to the cluster when it is full
    /// or the streamlet waits.
    ///
    /// # Errors
    ///
    /// Fails when an earlier record is lost to the log, and in a source when the application stops.
    pub async fn send(&self, record: Record<T>) -> Result<(), StreamletError> {
        let mut record = Some(record);
        poll_fn(|context| {
            let mut buffer = match ready!(self.raw.poll_buffer(context)) {
                Ok(buffer) => buffer,
                Err(error) => return Poll::Ready(Err(error)),
            };
            Poll::Ready(match record.take() {
                Some(record) => self.write(&mut buffer, record).map(|()| self.raw.pushed(buffer)),
                None => Ok(()),
            })
        })
        .await
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
    /// As [`send_acknowledged`](Self::send_acknowledged); the inner future has the log's answer. What
    /// the log refuses concerns this record alone.
    pub async fn send_reporting(
        &self,
        record: Record<T>,
    ) -> Result<impl Future<Output = Result<(), StreamletError>> + Send + use<T>, StreamletError>
    {
        poll_fn(|context| self.raw.poll_ready(context)).await?;
        let (tell, told) = oneshot::channel();
        self.start(record, Some(tell))?;
        let raw = self.raw.clone();
        Ok(async move {
            let result = told.await.unwrap_or(Err(TransportError::Closed));
            result.map_err(|error| raw.failure(error))
        })
    }

    /// Waits until all records that were sent are acknowledged. Whatever a streamlet has sent is so before
    /// it counts as ended, also without this.
    ///
    /// # Errors
    ///
    /// Fails when a record is lost to the log.
    pub async fn flush(&self) -> Result<(), StreamletError> {
        self.raw.flush().await
    }

    fn start(&self, record: Record<T>, report: Option<Report>) -> StreamletResult {
        let mut buffer = self.raw.buffer();
        self.write(&mut buffer, record)?;
        if let Some(report) = report {
            buffer.report_last(report);
        }
        self.raw.pushed(buffer);
        Ok(())
    }

    fn write(&self, buffer: &mut Outgoing, record: Record<T>) -> StreamletResult {
        let (value, receipt) = record.into_parts();
        self.check(&value, &receipt)?;
        receipt.send(buffer, |records, own, timestamp| {
            records.push_with(
                timestamp,
                |arena| match &self.key {
                    Some(write) => {
                        write(&value, arena).or_else(|| own.map(|key| arena.extend_from_slice(key)))
                    }
                    None => own.map(|key| arena.extend_from_slice(key)),
                },
                |arena| (self.encode)(&value, arena),
                Headers::default(),
            );
        });
        Ok(())
    }

    /// A tombstone without a key would delete nothing.
    fn check(&self, value: &T, receipt: &Receipt) -> StreamletResult {
        if receipt.key().is_some() || !(self.is_tombstone)(value) {
            return Ok(());
        }
        Err(StreamletError::new(format!(
            "a tombstone for topic `{}` has no key, so it would delete nothing\n\
             help: give it the key that it deletes: `record.with_key(key)`",
            self.raw.shared.topic
        )))
    }
}

// Without a bound, like the stream of an inlet.
impl<T> futures::Sink<Record<T>> for Outlet<T> {
    type Error = StreamletError;

    fn poll_ready(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StreamletResult> {
        self.raw.poll_ready(context)
    }

    fn start_send(self: Pin<&mut Self>, record: Record<T>) -> StreamletResult {
        self.start(record, None)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StreamletResult> {
        self.raw.poll_flush(context)
    }

    fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StreamletResult> {
        self.poll_flush(context)
    }
}

impl<T> Clone for Outlet<T> {
    fn clone(&self) -> Self {
        let Self { raw, encode, is_tombstone, key } = self;
        Self { raw: raw.clone(), encode: *encode, is_tombstone: *is_tombstone, key: key.clone() }
    }
}

impl<T> fmt::Debug for Outlet<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let topic = &self.raw.shared.topic;
        formatter.debug_struct("Outlet").field("topic", topic).finish_non_exhaustive()
    }
}
