//! Writes numbered records at an even pace, whatever happens to the brokers.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cloudflow_runtime::avro::encode_single_object;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use crate::cluster::{Cluster, DEADLINE};
use crate::streamlets::Item;

/// How many keys there are.
pub(crate) const KEYS: i64 = 61;

/// The key of a number.
pub(crate) fn key_of(number: i64) -> i64 {
    // Neighbours in number are not neighbours in key.
    (number * 37) % KEYS
}

/// Writes to one topic.
pub(crate) struct Writer {
    producer: BaseProducer,
    topic: String,
}

impl Writer {
    pub(crate) fn new(cluster: &Cluster, topic: &str) -> Self {
        let mut config = cluster.client();
        config.set("enable.idempotence", "true").set("acks", "all").set("linger.ms", "5");
        // Forever: an outage must lose nothing here.
        config.set("message.timeout.ms", "0").set("partitioner", "murmur2_random");
        Self { producer: config.create().expect("a producer"), topic: topic.to_owned() }
    }

    /// Puts an item on its way, into the partition of its key.
    pub(crate) fn send(&self, item: &Item) {
        self.send_to(None, item);
    }

    /// Does the same with a partition of choice.
    pub(crate) fn send_to(&self, partition: Option<i32>, item: &Item) {
        let key = item.key.to_string();
        let mut payload = Vec::new();
        encode_single_object(item, &mut payload);
        let mut record = BaseRecord::to(&self.topic).key(&key).payload(&payload);
        record.partition = partition;
        loop {
            match self.producer.send(record) {
                Ok(()) => break,
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back)) => {
                    record = back;
                    self.producer.poll(Duration::from_millis(100));
                }
                Err((error, _)) => panic!("cannot write to `{}`: {error}", self.topic),
            }
        }
        self.producer.poll(Duration::ZERO);
    }

    /// Waits until Kafka has everything.
    pub(crate) fn flush(&self) {
        self.producer.flush(DEADLINE).expect("Kafka takes everything");
    }

    /// Writes the numbers of a range, each under its key, and waits until Kafka has them.
    pub(crate) fn numbers(&self, range: std::ops::Range<i64>) {
        range.for_each(|number| self.send(&Item::new(number, key_of(number))));
        self.flush();
    }
}

/// Writes to one topic until it is told to end.
pub(crate) struct Feed {
    is_over: Arc<AtomicBool>,
    sent: Arc<AtomicI64>,
    thread: JoinHandle<()>,
}

impl Feed {
    /// Starts to write so many records a second, from this number on.
    pub(crate) fn start(cluster: &Cluster, topic: &str, first: i64, rate: u32) -> Self {
        let writer = Writer::new(cluster, topic);
        let (is_over, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(first)));
        let (over, count) = (Arc::clone(&is_over), Arc::clone(&sent));
        let thread = thread::spawn(move || {
            let started = Instant::now();
            let mut written = 0;
            while !over.load(Ordering::Relaxed) {
                // The pace is kept over the whole, so that a slow moment is made up for.
                while f64::from(written) < started.elapsed().as_secs_f64() * f64::from(rate) {
                    let number = first + i64::from(written);
                    writer.send(&Item::new(number, key_of(number)));
                    written += 1;
                }
                count.store(first + i64::from(written), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(10));
            }
            count.store(first + i64::from(written), Ordering::Relaxed);
            writer.flush();
        });
        Self { is_over, sent, thread }
    }

    /// Returns the number after the last one that was written.
    pub(crate) fn sent(&self) -> i64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Stops writing, and returns the number after the last one that Kafka has.
    pub(crate) fn finish(self) -> i64 {
        self.is_over.store(true, Ordering::Relaxed);
        self.thread.join().expect("the feed ends well");
        self.sent.load(Ordering::Relaxed)
    }
}

/// Returns what is missing of these numbers.
pub(crate) fn missing(
    range: std::ops::Range<i64>,
    there: impl IntoIterator<Item = i64>,
) -> Vec<i64> {
    let there: HashSet<i64> = there.into_iter().collect();
    range.filter(|number| !there.contains(number)).collect()
}
