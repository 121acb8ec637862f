//! The contender that knows all the tricks: one thread, the clients' lowest level, and a ring of what is
//! on its way.
//!
//! Nothing is allocated, locked or woken for a record but what the clients do themselves: the opaque
//! value of a message is its place in the ring, and delivery reports come a batch at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::DeliveryResult;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer, ProducerContext};
use rdkafka::{ClientContext, Message};

use crate::clients::{Positions, Route, on_stop};
use crate::reading::calibrate_message;

/// How many records may be on their way.
const RING: usize = 1 << 16;

/// After how many records delivery reports are looked at.
const LOOK_EVERY: usize = 256;

/// How long the loop waits for a record.
const PATIENCE: Duration = Duration::from_millis(100);

/// Which places of the ring are acknowledged.
struct Acknowledged(Vec<AtomicBool>);

impl ClientContext for Acknowledged {}

impl ProducerContext for Acknowledged {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, place: usize) {
        if let Err((error, _)) = result {
            panic!("a record was not written: {error}");
        }
        if let Some(place) = self.0.get(place) {
            place.store(true, Ordering::Relaxed);
        }
    }
}

/// What is on its way, in the order in which it was read.
struct Ring {
    acknowledged: Arc<Acknowledged>,
    /// Partition and offset of what was read.
    places: Vec<(i32, i64)>,
    first: usize,
    next: usize,
}

impl Ring {
    fn is_full(&self) -> bool {
        self.next - self.first == RING
    }

    /// Takes out what is acknowledged in front.
    fn advance(&mut self, positions: &mut Positions) {
        while self.first < self.next {
            let place = self.first % RING;
            let (Some(acknowledged), Some((partition, offset))) =
                (self.acknowledged.0.get(place), self.places.get(place))
            else {
                return;
            };
            if !acknowledged.load(Ordering::Relaxed) {
                return;
            }
            positions.done(*partition, *offset);
            self.first += 1;
        }
    }

    /// Takes a place for a record; there is one.
    fn enter(&mut self, partition: i32, offset: i64) -> usize {
        let place = self.next % RING;
        if let (Some(acknowledged), Some(entry)) =
            (self.acknowledged.0.get(place), self.places.get_mut(place))
        {
            acknowledged.store(false, Ordering::Relaxed);
            *entry = (partition, offset);
        }
        self.next += 1;
        place
    }
}

/// Runs until SIGTERM.
pub(crate) fn run() {
    let route = Route::of_process();
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    on_stop(move || flag.store(true, Ordering::Relaxed));
    let consumer: BaseConsumer = route.consumer().create().expect("a consumer");
    consumer.subscribe(&[&route.input]).expect("a subscription");
    let acknowledged = Acknowledged((0..RING).map(|_| AtomicBool::new(false)).collect());
    let producer: BaseProducer<Acknowledged> =
        route.producer().create_with_context(acknowledged).expect("a producer");
    let acknowledged = Arc::clone(producer.context());
    let mut ring = Ring { acknowledged, places: vec![(0, 0); RING], first: 0, next: 0 };
    let mut positions = Positions::new(&route.input);
    let mut buffer = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let Some(message) = consumer.poll(PATIENCE) else {
            producer.poll(Duration::ZERO);
            ring.advance(&mut positions);
            positions.commit_in_time(&consumer);
            continue;
        };
        let message = message.expect("a record");
        while ring.is_full() {
            producer.poll(PATIENCE);
            ring.advance(&mut positions);
        }
        let place = ring.enter(message.partition(), message.offset());
        buffer.clear();
        calibrate_message(message.payload().unwrap_or_default(), &mut buffer).expect("a reading");
        let mut record =
            BaseRecord::<(), [u8], _>::with_opaque_to(&route.output, place).payload(&buffer);
        // A record keeps its time, and the client need not look at its clock.
        record.timestamp = message.timestamp().to_millis();
        while let Err((error, back)) = producer.send(record) {
            assert_eq!(error, KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull));
            record = back;
            producer.poll(PATIENCE);
        }
        if ring.next.is_multiple_of(LOOK_EVERY) {
            producer.poll(Duration::ZERO);
            ring.advance(&mut positions);
            positions.commit_in_time(&consumer);
        }
    }
    producer.flush(Duration::from_secs(30)).expect("all is written");
    ring.advance(&mut positions);
    positions.commit(&consumer, CommitMode::Sync);
}
