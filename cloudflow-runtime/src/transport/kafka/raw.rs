//! The calls of librdkafka that take many records at once. rdkafka has none of them: it costs an
//! allocation, a lookup of the topic, or a lock for each record.
//!
//! All pointers stay in here. What is handed out borrows from what owns it.

#![expect(
    unsafe_code,
    reason = "rdkafka offers no batch calls, and the calls for a record cost too much"
)]

use std::collections::VecDeque;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::fmt;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rdkafka::bindings as sys;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, Producer as _, ProducerContext, PurgeConfig};
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{ClientContext, TopicPartitionList};

use super::park::Parker;
use crate::transport::partitioner::Partitioner;
use crate::transport::{Headers, RecordRef, Records};

/// How many messages are taken from a queue at once.
const TAKE: usize = 512;

/// How many records are handed to the client at once.
const GIVE: usize = 256;

/// The partition of a record for which the partitioner is asked (`RD_KAFKA_PARTITION_UA`).
const UNASSIGNED: i32 = -1;

/// How many reports are heard before they are told.
const HEAR: usize = 10_000;

/// A queue of the client's, which others may write to; it goes before the client does.
struct Queue {
    pointer: NonNull<sys::rd_kafka_queue_t>,
}

// SAFETY: librdkafka's queues are locked inside; all their functions may be called from any thread.
unsafe impl Send for Queue {}
// SAFETY: as above.
unsafe impl Sync for Queue {}

impl Queue {
    fn new(pointer: *mut sys::rd_kafka_queue_t) -> Option<Self> {
        NonNull::new(pointer).map(|pointer| Self { pointer })
    }

    fn raw(&self) -> *mut sys::rd_kafka_queue_t {
        self.pointer.as_ptr()
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        // SAFETY: the pointer came from a function that gives a reference of its own, and it is given
        // back once. Whoever holds a `Queue` holds its client too, which is dropped after it.
        unsafe { sys::rd_kafka_queue_destroy(self.raw()) }
    }
}

/// The records of one topic, in a queue of their own: whoever does not take from it lets the client
/// stop fetching this topic, and nothing else waits.
pub(super) struct TopicQueue<C: ConsumerContext + 'static> {
    queue: Queue,
    topic: CString,
    /// What the callback of the queue points to.
    parker: Arc<Parker>,
    /// Dropped after the queue.
    client: Arc<BaseConsumer<C>>,
}

impl<C: ConsumerContext + 'static> TopicQueue<C> {
    /// Makes a queue that wakes a thread when something comes into it.
    pub(super) fn new(
        client: Arc<BaseConsumer<C>>,
        topic: &str,
        parker: Arc<Parker>,
    ) -> Option<Self> {
        let topic = CString::new(topic).ok()?;
        // SAFETY: the client is alive.
        let queue = Queue::new(unsafe { sys::rd_kafka_queue_new(client.client().native_ptr()) })?;
        // SAFETY: the callback gets a pointer to the parker, which lives as long as the callback is
        // enabled: `drop` disables it first, and takes the lock under which it is called.
        unsafe {
            sys::rd_kafka_queue_cb_event_enable(
                queue.raw(),
                Some(unpark),
                Arc::as_ptr(&parker).cast_mut().cast(),
            );
        }
        Some(Self { queue, topic, parker, client })
    }

    /// Has the records of a partition come into this queue. To be called before it is assigned, each
    /// time.
    pub(super) fn forward(&self, partition: i32) {
        let client = self.client.client().native_ptr();
        // SAFETY: client and queue are alive, the name ends in a zero. The queue of the partition is a
        // reference of its own, given back at the end of this function.
        let source = unsafe {
            Queue::new(sys::rd_kafka_queue_get_partition(client, self.topic.as_ptr(), partition))
        };
        if let Some(source) = source {
            // SAFETY: both queues are alive; the source keeps its destination alive on its own.
            unsafe { sys::rd_kafka_queue_forward(source.raw(), self.queue.raw()) }
        }
    }

    fn take(&self, into: &mut VecDeque<NonNull<sys::rd_kafka_message_t>>) {
        let mut taken = [ptr::null_mut(); TAKE];
        // SAFETY: the queue is alive, and the array has as many places as is said. The queue gets only
        // records and errors of partitions that were forwarded, so nothing calls back in here.
        let count = unsafe {
            sys::rd_kafka_consume_batch_queue(self.queue.raw(), 0, taken.as_mut_ptr(), TAKE)
        };
        let count = usize::try_from(count).unwrap_or(0);
        into.extend(taken.iter().take(count).filter_map(|message| NonNull::new(*message)));
    }
}

impl<C: ConsumerContext + 'static> Drop for TopicQueue<C> {
    fn drop(&mut self) {
        // SAFETY: the queue is alive. After this call nobody is in the callback or enters it.
        unsafe { sys::rd_kafka_queue_cb_event_enable(self.queue.raw(), None, ptr::null_mut()) }
        debug_assert!(Arc::strong_count(&self.parker) > 0, "it outlives the callback");
    }
}

unsafe extern "C" fn unpark(_: *mut sys::rd_kafka_t, parker: *mut c_void) {
    // SAFETY: the pointer is the one given to `rd_kafka_queue_cb_event_enable`: see there.
    let parker = unsafe { &*parker.cast::<Parker>() };
    parker.unpark();
}

/// The messages of a topic, one after the other, taken from the queue many at a time.
pub(super) struct Feed<C: ConsumerContext + 'static> {
    messages: VecDeque<NonNull<sys::rd_kafka_message_t>>,
    /// Dropped after the messages: they are the client's.
    queue: Arc<TopicQueue<C>>,
}

/// What comes next from a topic.
pub(super) struct Fetched<'f> {
    message: NonNull<sys::rd_kafka_message_t>,
    feed: PhantomData<&'f ()>,
}

impl<C: ConsumerContext + 'static> Feed<C> {
    pub(super) fn new(queue: Arc<TopicQueue<C>>) -> Self {
        Self { messages: VecDeque::with_capacity(TAKE), queue }
    }

    /// Returns the next message without taking it off, if there is one now.
    pub(super) fn peek(&mut self) -> Option<Fetched<'_>> {
        if self.messages.is_empty() {
            self.queue.take(&mut self.messages);
        }
        self.messages.front().map(|message| Fetched { message: *message, feed: PhantomData })
    }

    /// Takes the next message off.
    pub(super) fn advance(&mut self) {
        if let Some(message) = self.messages.pop_front() {
            // SAFETY: each message is destroyed once, when it leaves the list.
            unsafe { sys::rd_kafka_message_destroy(message.as_ptr()) }
        }
    }

    /// Drops what was taken of a partition that is not ours any more.
    pub(super) fn discard(&mut self, partition: i32) {
        self.messages.retain(|message| {
            // SAFETY: the message is ours until it is destroyed.
            let is_kept = unsafe { message.as_ref() }.partition != partition;
            if !is_kept {
                // SAFETY: as above; it leaves the list.
                unsafe { sys::rd_kafka_message_destroy(message.as_ptr()) }
            }
            is_kept
        });
    }
}

impl<C: ConsumerContext + 'static> Drop for Feed<C> {
    fn drop(&mut self) {
        while !self.messages.is_empty() {
            self.advance();
        }
    }
}

impl Fetched<'_> {
    /// Returns what is wrong, if it is no record.
    pub(super) fn error(&self) -> Option<RDKafkaErrorCode> {
        code(self.fields().err)
    }

    pub(super) fn partition(&self) -> i32 {
        self.fields().partition
    }

    fn fields(&self) -> &sys::rd_kafka_message_t {
        // SAFETY: the message lives as long as the feed is borrowed, and nobody changes these fields.
        unsafe { self.message.as_ref() }
    }

    /// Returns the record. Its headers are written into a buffer, and those whose name is no text are
    /// left out and counted.
    pub(super) fn record<'s>(&'s self, headers: &'s mut Vec<u8>) -> (RecordRef<'s>, usize) {
        headers.clear();
        let skipped = self.read_headers(headers);
        let mut kind = sys::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
        // SAFETY: the message is alive, and so is the place for the kind of time.
        let timestamp =
            unsafe { sys::rd_kafka_message_timestamp(self.message.as_ptr(), &raw mut kind) };
        let fields = self.fields();
        let record = RecordRef {
            offset: fields.offset,
            // Only messages of brokers before 0.10 have none.
            timestamp: (timestamp >= 0).then_some(timestamp),
            // SAFETY: librdkafka says how long they are, and they live as long as the message.
            key: unsafe { bytes(fields.key, fields.key_len) },
            // SAFETY: as above.
            value: unsafe { bytes(fields.payload, fields.len) },
            headers: Headers::new(headers),
        };
        (record, skipped)
    }

    fn read_headers(&self, into: &mut Vec<u8>) -> usize {
        let mut headers = ptr::null_mut();
        // SAFETY: the message is alive. The headers are read in when they are first asked for, and
        // belong to the message.
        let found =
            unsafe { sys::rd_kafka_message_headers(self.message.as_ptr(), &raw mut headers) };
        if code(found).is_some() || headers.is_null() {
            return 0;
        }
        let mut skipped = 0;
        for at in 0.. {
            let (mut name, mut value, mut length) = (ptr::null(), ptr::null(), 0);
            // SAFETY: the headers are alive, and so are the places for the answers.
            let found = unsafe {
                sys::rd_kafka_header_get_all(
                    headers,
                    at,
                    &raw mut name,
                    &raw mut value,
                    &raw mut length,
                )
            };
            if code(found).is_some() {
                break;
            }
            // SAFETY: a name ends in a zero; a value is as long as was said.
            let (name, value) = unsafe { (CStr::from_ptr(name), bytes(value, length)) };
            match name.to_str() {
                Ok(name) => Headers::encode(name, value, into),
                Err(_) => skipped += 1,
            }
        }
        skipped
    }
}

/// Returns the bytes there; none for a null pointer.
///
/// # Safety
///
/// As many bytes as said are there and do not change while the slice lives.
unsafe fn bytes<'b>(start: *const c_void, length: usize) -> Option<&'b [u8]> {
    // SAFETY: see above.
    (!start.is_null()).then(|| unsafe { slice::from_raw_parts(start.cast(), length) })
}

fn code(error: RDKafkaRespErr) -> Option<RDKafkaErrorCode> {
    (error != RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR).then(|| error.into())
}

fn milliseconds(time: Duration) -> c_int {
    c_int::try_from(time.as_millis()).unwrap_or(c_int::MAX)
}

/// What the group and the client itself have to say waits in here: whether there is something.
pub(super) struct Control<C: ConsumerContext + 'static> {
    queue: Queue,
    /// Dropped after the queue.
    _client: Arc<BaseConsumer<C>>,
}

impl<C: ConsumerContext + 'static> Control<C> {
    pub(super) fn new(client: Arc<BaseConsumer<C>>) -> Option<Self> {
        // SAFETY: the client is alive.
        let queue = unsafe { sys::rd_kafka_queue_get_consumer(client.client().native_ptr()) };
        Some(Self { queue: Queue::new(queue)?, _client: client })
    }

    pub(super) fn is_empty(&self) -> bool {
        // SAFETY: the queue is alive.
        unsafe { sys::rd_kafka_queue_length(self.queue.raw()) == 0 }
    }
}

/// Commits positions and waits for the answer, but not longer than is said.
pub(super) fn commit<C: ConsumerContext>(
    client: &BaseConsumer<C>,
    positions: &TopicPartitionList,
    patience: Duration,
) -> Result<(), RDKafkaErrorCode> {
    let native = client.client().native_ptr();
    // SAFETY: the client is alive.
    let Some(queue) = Queue::new(unsafe { sys::rd_kafka_queue_new(native) }) else {
        return Err(RDKafkaErrorCode::Fail);
    };
    // SAFETY: client, list and queue are alive; the list is copied. A late answer finds the queue
    // closed, and is dropped.
    let sent = unsafe {
        sys::rd_kafka_commit_queue(native, positions.ptr(), queue.raw(), None, ptr::null_mut())
    };
    if let Some(code) = code(sent) {
        return Err(code);
    }
    // SAFETY: the queue is alive.
    let event = unsafe { sys::rd_kafka_queue_poll(queue.raw(), milliseconds(patience)) };
    if event.is_null() {
        return Err(RDKafkaErrorCode::OperationTimedOut);
    }
    // SAFETY: the event is ours until it is destroyed, and so is its list, whose length it says.
    let answer = unsafe {
        let answer = code(sys::rd_kafka_event_error(event)).or_else(|| {
            let list = sys::rd_kafka_event_topic_partition_list(event).as_ref()?;
            let count = usize::try_from(list.cnt).unwrap_or(0);
            let elements = slice::from_raw_parts(NonNull::new(list.elems)?.as_ptr(), count);
            elements.iter().find_map(|element| code(element.err))
        });
        sys::rd_kafka_event_destroy(event);
        answer
    };
    answer.map_or(Ok(()), Err)
}

/// The client that sends.
pub(super) struct Producer<C: ProducerContext + 'static> {
    /// Its reports and its words.
    queue: Queue,
    client: BaseProducer<C>,
    /// What the callbacks of its topics point to: dropped after it.
    partitioners: Mutex<Vec<Arc<Partitioner>>>,
}

/// A topic to send to.
pub(super) struct Topic<C: ProducerContext + 'static> {
    pointer: NonNull<sys::rd_kafka_topic_t>,
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
pub(super) struct Landed {
    /// What it was sent with.
    pub(super) token: usize,
    /// Why it was not written, if that is so.
    pub(super) error: Option<RDKafkaErrorCode>,
}

impl<C: ProducerContext> Producer<C> {
    pub(super) fn new(client: BaseProducer<C>) -> Option<Self> {
        // SAFETY: the client is alive.
        let queue = unsafe { sys::rd_kafka_queue_get_main(client.client().native_ptr()) };
        Some(Self { queue: Queue::new(queue)?, client, partitioners: Mutex::default() })
    }

    fn native(&self) -> *mut sys::rd_kafka_t {
        self.client.client().native_ptr()
    }

    pub(super) fn context(&self) -> &C {
        self.client.client().context()
    }

    /// Lets all that was sent and is not acknowledged land, as lost.
    pub(super) fn purge(&self) {
        self.client.purge(PurgeConfig::default().queue().inflight());
    }

    /// Ends a poll that waits.
    pub(super) fn wake(&self) {
        // SAFETY: the queue is alive.
        unsafe { sys::rd_kafka_queue_yield(self.queue.raw()) }
    }

    /// Hears what became of records. Waits for the first report, but not longer than is said.
    pub(super) fn poll(&self, patience: Duration, landed: &mut Vec<Landed>) {
        let mut patience = milliseconds(patience);
        // Reports wait in several events, and what is done with them is better done for many.
        while landed.len() < HEAR {
            // SAFETY: the queue is alive.
            let event = unsafe { sys::rd_kafka_queue_poll(self.queue.raw(), patience) };
            let Some(event) = NonNull::new(event) else { return };
            let event = Event(event);
            if event.heed(self.context(), landed) {
                patience = 0;
            }
        }
    }
}

/// Something that the client has to say.
struct Event(NonNull<sys::rd_kafka_event_t>);

impl Event {
    /// Returns whether it was a report of records.
    fn heed(&self, context: &impl ClientContext, landed: &mut Vec<Landed>) -> bool {
        let event = self.0.as_ptr();
        // SAFETY: the event is ours until it is dropped. Texts of the client end in a zero and live as
        // long as the event.
        unsafe {
            match sys::rd_kafka_event_type(event) {
                sys::RD_KAFKA_EVENT_DR => {
                    self.read_reports(landed);
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

    fn read_reports(&self, landed: &mut Vec<Landed>) {
        let event = self.0.as_ptr();
        // SAFETY: the event is ours until it is dropped, and its messages are its own. The array has as
        // many places as is said.
        unsafe {
            let count = sys::rd_kafka_event_message_count(event);
            let mut messages: Vec<*const sys::rd_kafka_message_t> = vec![ptr::null(); count];
            let count =
                sys::rd_kafka_event_message_array(event, messages.as_mut_ptr(), messages.len());
            landed.reserve(count);
            for message in messages.iter().take(count) {
                if let Some(message) = message.as_ref() {
                    let (token, error) = (message._private.addr(), code(message.err));
                    landed.push(Landed { token, error });
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
    pub(super) fn new(producer: &Arc<Producer<C>>, name: &str) -> Result<Self, RDKafkaErrorCode> {
        let name = CString::new(name).map_err(|_| RDKafkaErrorCode::InvalidTopic)?;
        let partitioner = Arc::new(Partitioner::default());
        let opaque = Arc::as_ptr(&partitioner).cast_mut().cast();
        // Kept before the pointer is given away.
        let partitioners = producer.partitioners.lock();
        partitioners.unwrap_or_else(PoisonError::into_inner).push(partitioner);
        // SAFETY: the client is alive, and takes the configuration over. The partitioner lives longer
        // than the client, which keeps the topic while a record is on its way.
        let pointer = unsafe {
            let conf = sys::rd_kafka_default_topic_conf_dup(producer.native());
            sys::rd_kafka_topic_conf_set_opaque(conf, opaque);
            sys::rd_kafka_topic_conf_set_partitioner_cb(conf, Some(partition));
            sys::rd_kafka_topic_new(producer.native(), name.as_ptr(), conf)
        };
        match NonNull::new(pointer) {
            Some(pointer) => Ok(Self { pointer, producer: Arc::clone(producer) }),
            // SAFETY: it reads a number of this thread.
            None => Err(unsafe { sys::rd_kafka_last_error() }.into()),
        }
    }

    /// Hands records to the client, which copies them. The token of the first is that of the others
    /// less their place. Those that it does not take are told.
    pub(super) fn send(&self, records: &Records, first: usize, refused: &mut Vec<Landed>) {
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

unsafe extern "C" fn partition(
    _: *const sys::rd_kafka_topic_t,
    key: *const c_void,
    key_length: usize,
    partitions: i32,
    partitioner: *mut c_void,
    _: *mut c_void,
) -> i32 {
    // SAFETY: the pointer is that of the topic's configuration: see `Topic::new`. The key is as long as
    // is said, and lives as long as the call.
    let (partitioner, key) =
        unsafe { (&*partitioner.cast::<Partitioner>(), bytes(key, key_length)) };
    let partitions = u32::try_from(partitions).unwrap_or(1);
    i32::try_from(partitioner.partition(key, partitions)).unwrap_or(0)
}

impl<C: ProducerContext> fmt::Debug for Topic<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Topic").finish_non_exhaustive()
    }
}
