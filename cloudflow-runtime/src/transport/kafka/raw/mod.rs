//! The calls of librdkafka that take many records at once. rdkafka has none of them: it costs an
//! allocation, a lookup of the topic, or a lock for each record.
//!
//! All pointers stay in here. What is handed out borrows from what owns it.

#![expect(
    unsafe_code,
    reason = "rdkafka offers no batch calls, and the calls for a record cost too much"
)]

mod consume;
mod produce;
#[cfg(test)]
mod tests;

use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use rdkafka::TopicPartitionList;
use rdkafka::bindings as sys;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::types::RDKafkaRespErr;

pub(super) use consume::{Feed, TopicQueue};
pub(super) use produce::{Landed, Producer, Reports, TooLarge, Topic};

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
