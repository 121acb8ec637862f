//! Both ends of a measurement of latencies: records sent at an even pace, and an observer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cloudflow_runtime::avro::{TimestampNanos, decode_single_object, encode_single_object};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::producer::{BaseRecord, DefaultProducerContext, Producer, ThreadedProducer};
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};

use crate::cluster::{Cluster, PARTITIONS};
use crate::reading::{MOMENT, Reading};

/// How many bytes a record has.
const SIZE: usize = 100;

/// How often records are sent, as many as are due.
const TICK: Duration = Duration::from_millis(1);

/// How long the observer waits for a record of a contender that starts.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it waits for late records.
const GRACE: Duration = Duration::from_secs(2);

/// One measurement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace<'a> {
    pub(crate) input: &'a str,
    pub(crate) output: &'a str,
    /// Records in a second.
    pub(crate) rate: u64,
    /// How long nothing is noted, from the first record that arrives.
    pub(crate) warm_up: Duration,
    /// How long the latencies of all records are noted.
    pub(crate) duration: Duration,
}

impl Pace<'_> {
    /// Sends at this pace to one end of a contender and observes the other; returns the sorted latencies
    /// in milliseconds, and how many records arrived in all.
    pub(crate) fn observe(&self, cluster: &Cluster) -> (Vec<f64>, f64) {
        // The one clock of both ends.
        let clock = Instant::now();
        let over = AtomicBool::new(false);
        let consumer = self.consumer(cluster);
        thread::scope(|scope| {
            scope.spawn(|| self.send(cluster.servers(), clock, &over));
            let latencies = self.receive(&consumer, clock);
            over.store(true, Ordering::Relaxed);
            latencies
        })
    }

    /// Reads the output from its present end on. Without a group: no place in one is waited for.
    fn consumer(&self, cluster: &Cluster) -> BaseConsumer {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", cluster.servers()).set("group.id", "bench-observer");
        config.set("enable.auto.commit", "false");
        let consumer: BaseConsumer = config.create().expect("a consumer");
        let mut ends = TopicPartitionList::new();
        for (partition, end) in (0..PARTITIONS).zip(cluster.ends(self.output)) {
            let offset = Offset::Offset(end);
            ends.add_partition_offset(self.output, partition, offset).expect("an offset");
        }
        consumer.assign(&ends).expect("partitions");
        consumer
    }

    fn send(&self, servers: &str, clock: Instant, over: &AtomicBool) {
        let producer: ThreadedProducer<DefaultProducerContext> = ClientConfig::new()
            .set("bootstrap.servers", servers)
            .set("compression.type", "lz4")
            // What is sent in one tick goes at once, and in one request for each partition.
            .set("linger.ms", "0.5")
            .create()
            .expect("a producer");
        let mut reading = Reading::new(SIZE);
        let mut message = Vec::new();
        let mut number = 0;
        let mut partitions = (0..PARTITIONS).cycle();
        let mut tick = Instant::now();
        while !over.load(Ordering::Relaxed) {
            let due = nanoseconds(clock).cast_unsigned() / 1_000 * self.rate / 1_000_000;
            let partition = partitions.next().unwrap_or_default();
            for number in number..due {
                reading.renumber(number);
                let now = MOMENT + nanoseconds(clock);
                reading.sent = TimestampNanos::from_nanosecond(now);
                message.clear();
                encode_single_object(&reading, &mut message);
                let record = BaseRecord::<(), [u8]>::to(self.input).payload(&message);
                let record = record.partition(partition);
                producer.send(record).map_err(|(error, _)| error).expect("room");
            }
            number = due;
            tick += TICK;
            thread::sleep(tick.saturating_duration_since(Instant::now()));
        }
        producer.flush(PATIENCE).expect("all is written");
    }

    fn receive(&self, consumer: &BaseConsumer, clock: Instant) -> (Vec<f64>, f64) {
        let mut begin = None;
        let mut latencies = Vec::new();
        let mut records = 0.0;
        loop {
            let message = consumer.poll(PATIENCE).expect("records arrive").expect("a record");
            let reading: Reading =
                decode_single_object(message.payload().unwrap_or_default()).expect("a reading");
            let now = nanoseconds(clock);
            let sent = reading.sent.as_nanosecond() - MOMENT;
            let begin = *begin.get_or_insert(now + to_nanoseconds(self.warm_up));
            let end = begin + to_nanoseconds(self.duration);
            records += 1.0;
            // By when a record was sent, not by when it arrives: a late one belongs to its moment.
            if (begin..end).contains(&sent) {
                latencies.push(to_milliseconds(now - sent));
            }
            if now > end + to_nanoseconds(GRACE) {
                break;
            }
        }
        let expected = self.duration.as_secs() * self.rate;
        let arrived = latencies.len() as u64;
        assert!(arrived * 100 >= expected * 99, "of {expected} records {arrived} arrived in time");
        latencies.sort_by(f64::total_cmp);
        (latencies, records)
    }
}

/// Returns the nanoseconds on the clock of both ends.
fn nanoseconds(clock: Instant) -> i64 {
    to_nanoseconds(clock.elapsed())
}

fn to_nanoseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "minutes at most")]
fn to_milliseconds(nanoseconds: i64) -> f64 {
    nanoseconds as f64 / 1e6
}
