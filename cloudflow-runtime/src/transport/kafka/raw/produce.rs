//! Records to the client, and its reports.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fmt, iter};

use rdkafka::ClientContext;
use rdkafka::bindings as sys;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, Producer as _, ProducerContext, PurgeConfig};
use rdkafka::types::RDKafkaRespErr;

use super::consume::Message;
use super::{Queue, bytes, code, milliseconds};
use crate::transport::partitioner::Partitioner;
use crate::transport::{Headers, RecordRef, Records};

/// How many records are handed to the client at once.
const GIVE: usize = 256;

/// How many reports are heard before they are told.
const HEAR: usize = 10_000;

/// The partition of a record for which the partitioner is asked (`RD_KAFKA_PARTITION_UA`).
const UNASSIGNED: i32 = -1;

/// The client that sends.
pub(in super::super) struct Producer<C: ProducerContext + 'static> {
    /// Its reports and its words.
    queue: Queue,
    client: BaseProducer<C>,
    /// What the callbacks of its topics point to: dropped after it.
    spreads: Mutex<Vec<Arc<Spread>>>,
}

/// A topic to send to.
pub(in super::super) struct Topic<C: ProducerContext + 'static> {
    pointer: NonNull<sys::rd_kafka_topic_t>,
    spread: Arc<Spread>,
    /// Dropped after the topic.
    producer: Arc<Producer<C>>,
}

// SAFETY: librdkafka's topics are locked inside and counted; all their functions may be called from any
// thread.
unsafe impl<C: ProducerContext> Send for Topic<C> {}
// SAFETY: as above.
unsafe impl<C: ProducerContext> Sync for Topic<C> {}

/// What became of a record that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Landed {
    /// What it was sent with.
    pub(in super::super) token: usize,
    /// Why it was not written, if that is so.
    pub(in super::super) error: Option<RDKafkaErrorCode>,
}

/// A record of a batch that the broker refused for its size, which says nothing of the record.
pub(in super::super) struct TooLarge {
    pub(in super::super) token: usize,
    pub(in super::super) topic: String,
    /// The record alone.
    pub(in super::super) record: Records,
}

/// What became of many records.
#[derive(Default)]
pub(in super::super) struct Reports {
    pub(in super::super) landed: Vec<Landed>,
    pub(in super::super) too_large: Vec<TooLarge>,
}

impl<C: ProducerContext> Producer<C> {
    pub(in super::super) fn new(client: BaseProducer<C>) -> Option<Self> {
        // SAFETY: the client is alive.
        let queue = unsafe { sys::rd_kafka_queue_get_main(client.client().native_ptr()) };
        Some(Self { queue: Queue::new(queue)?, client, spreads: Mutex::default() })
    }

    fn native(&self) -> *mut sys::rd_kafka_t {
        self.client.client().native_ptr()
    }

    pub(in super::super) fn context(&self) -> &C {
        self.client.client().context()
    }

    /// Lets all that was sent and is not acknowledged land, as lost.
    pub(in super::super) fn purge(&self) {
        self.client.purge(PurgeConfig::default().queue().inflight());
    }

    /// Ends a poll that waits.
    pub(in super::super) fn wake(&self) {
        // SAFETY: the queue is alive.
        unsafe { sys::rd_kafka_queue_yield(self.queue.raw()) }
    }

    /// Hears what became of records. Waits for the first report, but not longer than is said.
    pub(in super::super) fn poll(&self, patience: Duration, reports: &mut Reports) {
        let mut patience = milliseconds(patience);
        // Reports wait in several events, and what is done with them is better done for many.
        while reports.landed.len() < HEAR {
            // SAFETY: the queue is alive.
            let event = unsafe { sys::rd_kafka_queue_poll(self.queue.raw(), patience) };
            let Some(event) = NonNull::new(event) else { return };
            let event = Event(event);
            if event.heed(self.context(), reports) {
                patience = 0;
            }
        }
    }
}

/// Something that the client has to say.
struct Event(NonNull<sys::rd_kafka_event_t>);

impl Event {
    /// Returns whether it was a report of records.
    fn heed(&self, context: &impl ClientContext, reports: &mut Reports) -> bool {
        let event = self.0.as_ptr();
        // SAFETY: the event is ours until it is dropped. Texts of the client end in a zero and live as
        // long as the event.
        unsafe {
            match sys::rd_kafka_event_type(event) {
                sys::RD_KAFKA_EVENT_DR => {
                    self.read_reports(reports);
                    return true;
                }
                sys::RD_KAFKA_EVENT_ERROR => {
                    let error = KafkaError::Global(sys::rd_kafka_event_error(event).into());
                    let reason = CStr::from_ptr(sys::rd_kafka_event_error_string(event));
                    context.error(error, reason.to_string_lossy().trim());
                }
                sys::RD_KAFKA_EVENT_LOG => {
                    let (mut kind, mut text, mut level) = (ptr::null(), ptr::null(), 0);
                    let found = sys::rd_kafka_event_log(
                        event,
                        &raw mut kind,
                        &raw mut text,
                        &raw mut level,
                    );
                    if found == 0 {
                        let kind = CStr::from_ptr(kind).to_string_lossy();
                        let text = CStr::from_ptr(text).to_string_lossy();
                        context.log(level_of(level), kind.trim(), text.trim());
                    }
                }
                _ => {}
            }
        }
        false
    }

    fn read_reports(&self, reports: &mut Reports) {
        let event = self.0.as_ptr();
        // SAFETY: the event is ours until it is dropped, and its messages are its own. The array has as
        // many places as is said.
        unsafe {
            let count = sys::rd_kafka_event_message_count(event);
            let mut messages: Vec<*const sys::rd_kafka_message_t> = vec![ptr::null(); count];
            let count =
                sys::rd_kafka_event_message_array(event, messages.as_mut_ptr(), messages.len());
            reports.landed.reserve(count);
            for message in messages.iter().take(count) {
                let Some(fields) = message.as_ref() else { continue };
                let (token, error) = (fields._private.addr(), code(fields.err));
                match NonNull::new(message.cast_mut()) {
                    Some(message) if error == Some(RDKafkaErrorCode::MessageSizeTooLarge) => {
                        let topic = CStr::from_ptr(sys::rd_kafka_topic_name(fields.rkt));
                        let topic = topic.to_string_lossy().into_owned();
                        let mut headers = Vec::new();
                        let message = Message { message, owner: PhantomData };
                        let record = iter::once(message.record(&mut headers).0).collect();
                        reports.too_large.push(TooLarge { token, topic, record });
                    }
                    _ => reports.landed.push(Landed { token, error }),
                }
            }
        }
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        // SAFETY: it is ours, and destroyed once.
        unsafe { sys::rd_kafka_event_destroy(self.0.as_ptr()) }
    }
}

fn level_of(level: c_int) -> RDKafkaLogLevel {
    use RDKafkaLogLevel as Level;
    // As in syslog.
    match level {
        ..=0 => Level::Emerg,
        1 => Level::Alert,
        2 => Level::Critical,
        3 => Level::Error,
        4 => Level::Warning,
        5 => Level::Notice,
        6 => Level::Info,
        7.. => Level::Debug,
    }
}

impl<C: ProducerContext> Topic<C> {
    /// Makes a topic whose records a partitioner of its own spreads.
    pub(in super::super) fn new(
        producer: &Arc<Producer<C>>,
        name: &str,
    ) -> Result<Self, RDKafkaErrorCode> {
        let name = CString::new(name).map_err(|_| RDKafkaErrorCode::InvalidTopic)?;
        let spread = Arc::new(Spread::default());
        let opaque = Arc::as_ptr(&spread).cast_mut().cast();
        // Kept before the pointer is given away.
        let spreads = producer.spreads.lock();
        spreads.unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&spread));
        // SAFETY: the client is alive, and takes the configuration over. What the callback
        // gets lives longer than the client, which keeps the topic while a record is on its way.
        let pointer = unsafe {
            let conf = sys::rd_kafka_default_topic_conf_dup(producer.native());
            sys::rd_kafka_topic_conf_set_opaque(conf, opaque);
            sys::rd_kafka_topic_conf_set_partitioner_cb(conf, Some(partition));
            sys::rd_kafka_topic_new(producer.native(), name.as_ptr(), conf)
        };
        match NonNull::new(pointer) {
            Some(pointer) => Ok(Self { pointer, spread, producer: Arc::clone(producer) }),
            // SAFETY: it reads a number of this thread.
            None => Err(unsafe { sys::rd_kafka_last_error() }.into()),
        }
    }

    /// Hands records to the client, which copies them. The token of the first is that of the others
    /// less their place. Those that it does not take are told.
    pub(in super::super) fn send(
        &self,
        records: &Records,
        first: usize,
        refused: &mut Vec<Landed>,
    ) {
        self.spread.begin(records.len());
        let mut batch: Vec<sys::rd_kafka_message_t> = Vec::with_capacity(GIVE.min(records.len()));
        for (at, record) in records.iter().enumerate() {
            let token = first + at;
            if record.timestamp.is_none() && record.headers.is_empty() {
                batch.push(message(&record, token));
                if batch.len() == GIVE {
                    self.send_batch(&mut batch, refused);
                }
                continue;
            }
            // They keep their order.
            self.send_batch(&mut batch, refused);
            if let Err(error) = self.send_one(&record, token) {
                refused.push(Landed { token, error: Some(error) });
            }
        }
        self.send_batch(&mut batch, refused);
    }

    fn send_batch(&self, batch: &mut Vec<sys::rd_kafka_message_t>, refused: &mut Vec<Landed>) {
        let count = c_int::try_from(batch.len()).unwrap_or(c_int::MAX);
        if count == 0 {
            return;
        }
        // SAFETY: the topic is alive, the messages are as many as said, and what they point to lives in
        // the caller's records; it is copied before the call returns.
        let taken = unsafe {
            sys::rd_kafka_produce_batch(
                self.pointer.as_ptr(),
                UNASSIGNED,
                sys::RD_KAFKA_MSG_F_COPY,
                batch.as_mut_ptr(),
                count,
            )
        };
        if taken < count {
            refused.extend(batch.iter().filter_map(|message| {
                let error = code(message.err)?;
                Some(Landed { token: message._private.addr(), error: Some(error) })
            }));
        }
        batch.clear();
    }

    /// Sends a record with what a batch does not take: headers, or a time.
    fn send_one(&self, record: &RecordRef<'_>, token: usize) -> Result<(), RDKafkaErrorCode> {
        use sys::rd_kafka_vtype_t as kind;
        let message = message(record, token);
        let headers = write_headers(record.headers);
        // SAFETY: client and topic are alive; each kind is followed by what librdkafka says follows it.
        // Key and value are copied before the call returns; the headers are the client's if it takes
        // the record, and else still ours.
        unsafe {
            let error = sys::rd_kafka_producev(
                self.producer.native(),
                kind::RD_KAFKA_VTYPE_RKT,
                self.pointer.as_ptr(),
                kind::RD_KAFKA_VTYPE_MSGFLAGS,
                sys::RD_KAFKA_MSG_F_COPY,
                kind::RD_KAFKA_VTYPE_VALUE,
                message.payload,
                message.len,
                kind::RD_KAFKA_VTYPE_KEY,
                message.key,
                message.key_len,
                kind::RD_KAFKA_VTYPE_OPAQUE,
                message._private,
                kind::RD_KAFKA_VTYPE_TIMESTAMP,
                // The time of sending.
                record.timestamp.unwrap_or(0),
                kind::RD_KAFKA_VTYPE_HEADERS,
                headers,
                kind::RD_KAFKA_VTYPE_END,
            );
            match code(error) {
                None => Ok(()),
                Some(code) => {
                    if !headers.is_null() {
                        sys::rd_kafka_headers_destroy(headers);
                    }
                    Err(code)
                }
            }
        }
    }
}

impl<C: ProducerContext> Drop for Topic<C> {
    fn drop(&mut self) {
        // SAFETY: the reference is ours, and given back once, while the client is alive.
        unsafe { sys::rd_kafka_topic_destroy(self.pointer.as_ptr()) }
    }
}

/// Describes a record to the client. It points into the record.
fn message(record: &RecordRef<'_>, token: usize) -> sys::rd_kafka_message_t {
    let parts = |bytes: Option<&[u8]>| match bytes {
        Some(bytes) => (bytes.as_ptr().cast_mut().cast::<c_void>(), bytes.len()),
        None => (ptr::null_mut(), 0),
    };
    let (payload, len) = parts(record.value);
    let (key, key_len) = parts(record.key);
    sys::rd_kafka_message_t {
        err: RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR,
        rkt: ptr::null_mut(),
        partition: UNASSIGNED,
        payload,
        len,
        key,
        key_len,
        offset: 0,
        _private: ptr::without_provenance_mut(token),
    }
}

/// Copies headers for the client; null when there is none.
fn write_headers(headers: Headers<'_>) -> *mut sys::rd_kafka_headers_t {
    if headers.is_empty() {
        return ptr::null_mut();
    }
    let length = |bytes: &[u8]| isize::try_from(bytes.len()).unwrap_or(0);
    // SAFETY: names and values are as long as is said, and copied.
    unsafe {
        let written = sys::rd_kafka_headers_new(headers.iter().count());
        for (name, value) in headers.iter() {
            sys::rd_kafka_header_add(
                written,
                name.as_ptr().cast::<c_char>(),
                length(name.as_bytes()),
                value.map_or(ptr::null(), |value| value.as_ptr().cast()),
                value.map_or(0, length),
            );
        }
        written
    }
}

/// Which partitions the records of a topic go to.
///
/// Those without a key take turns, but not one by one: each partition gets an equal and connected part
/// of what is sent at once, which costs the client a quarter less.
pub(super) struct Spread {
    keys: Partitioner,
    turn: AtomicU32,
    /// How many more go to the partition whose turn it is.
    left: AtomicU32,
    /// How many are sent at once.
    sent: AtomicU32,
}

impl Default for Spread {
    fn default() -> Self {
        let (keys, left, sent) = (Partitioner::default(), AtomicU32::new(0), AtomicU32::new(0));
        // The first turn is that of partition 0.
        Self { keys, turn: AtomicU32::new(u32::MAX), left, sent }
    }
}

impl Spread {
    /// So many records follow. Two who send at once share their turns: that does no harm.
    pub(super) fn begin(&self, records: usize) {
        self.sent.store(u32::try_from(records).unwrap_or(u32::MAX), Ordering::Relaxed);
        self.left.store(0, Ordering::Relaxed);
    }

    pub(super) fn partition(&self, key: Option<&[u8]>, partitions: u32) -> u32 {
        let partitions = partitions.max(1);
        if key.is_some() {
            return self.keys.partition(key, partitions);
        }
        let mut turn = self.turn.load(Ordering::Relaxed);
        let mut left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            left = self.sent.load(Ordering::Relaxed).div_ceil(partitions).max(1);
            turn = turn.wrapping_add(1);
            self.turn.store(turn, Ordering::Relaxed);
        }
        self.left.store(left - 1, Ordering::Relaxed);
        turn % partitions
    }
}

unsafe extern "C" fn partition(
    _: *const sys::rd_kafka_topic_t,
    key: *const c_void,
    key_length: usize,
    partitions: i32,
    spread: *mut c_void,
    _: *mut c_void,
) -> i32 {
    // SAFETY: the pointer is that of the topic's configuration: see `Topic::new`. The key is as long as
    // is said, and lives as long as the call.
    let (spread, key) = unsafe { (&*spread.cast::<Spread>(), bytes(key, key_length)) };
    let partitions = u32::try_from(partitions).unwrap_or(1);
    i32::try_from(spread.partition(key, partitions)).unwrap_or(0)
}

impl<C: ProducerContext> fmt::Debug for Topic<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Topic").finish_non_exhaustive()
    }
}
