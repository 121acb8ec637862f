//! Records from the client.

use std::collections::VecDeque;
use std::ffi::{CStr, CString, c_void};
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use rdkafka::bindings as sys;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::RDKafkaErrorCode;

use super::{Queue, bytes, code};
use crate::transport::kafka::park::Parker;
use crate::transport::{Headers, RecordRef};

/// How many messages are taken from a queue at once.
const TAKE: usize = 512;

/// The records of one topic, in a queue of their own: whoever does not take from it lets the client
/// stop fetching this topic, and nothing else waits.
pub(in super::super) struct TopicQueue<C: ConsumerContext + 'static> {
    queue: Queue,
    topic: CString,
    /// What the callback of the queue points to.
    parker: Arc<Parker>,
    /// Dropped after the queue.
    client: Arc<BaseConsumer<C>>,
}

impl<C: ConsumerContext + 'static> TopicQueue<C> {
    /// Makes a queue that wakes a thread when something comes into it.
    pub(in super::super) fn new(
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
    pub(in super::super) fn forward(&self, partition: i32) {
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
pub(in super::super) struct Feed<C: ConsumerContext + 'static> {
    messages: VecDeque<NonNull<sys::rd_kafka_message_t>>,
    /// Dropped after the messages: they are the client's.
    queue: Arc<TopicQueue<C>>,
}

/// A message of the client's: what comes next from a topic, or what was sent.
pub(in super::super) struct Message<'o> {
    pub(super) message: NonNull<sys::rd_kafka_message_t>,
    pub(super) owner: PhantomData<&'o ()>,
}

impl<C: ConsumerContext + 'static> Feed<C> {
    pub(in super::super) fn new(queue: Arc<TopicQueue<C>>) -> Self {
        Self { messages: VecDeque::with_capacity(TAKE), queue }
    }

    /// Returns the next message without taking it off, if there is one now.
    pub(in super::super) fn peek(&mut self) -> Option<Message<'_>> {
        if self.messages.is_empty() {
            self.queue.take(&mut self.messages);
        }
        self.messages.front().map(|message| Message { message: *message, owner: PhantomData })
    }

    /// Takes the next message off.
    pub(in super::super) fn advance(&mut self) {
        if let Some(message) = self.messages.pop_front() {
            // SAFETY: each message is destroyed once, when it leaves the list.
            unsafe { sys::rd_kafka_message_destroy(message.as_ptr()) }
        }
    }

    /// Drops what was taken of a partition that is not ours any more.
    pub(in super::super) fn discard(&mut self, partition: i32) {
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

impl Message<'_> {
    /// Returns what is wrong, if it is no record.
    pub(in super::super) fn error(&self) -> Option<RDKafkaErrorCode> {
        code(self.fields().err)
    }

    pub(in super::super) fn partition(&self) -> i32 {
        self.fields().partition
    }

    fn fields(&self) -> &sys::rd_kafka_message_t {
        // SAFETY: the message lives as long as its owner is borrowed, and nobody changes these fields.
        unsafe { self.message.as_ref() }
    }

    /// Returns the record. Its headers are written into a buffer, and those whose name is no text are
    /// left out and counted.
    pub(in super::super) fn record<'s>(
        &'s self,
        headers: &'s mut Vec<u8>,
    ) -> (RecordRef<'s>, usize) {
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
