//! The records that all contenders read: written once, before the first round.

use std::thread;
use std::time::{Duration, Instant};

use cloudflow_runtime::avro::encode_single_object;
use futures::executor::block_on;
use rdkafka::ClientConfig;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use crate::cluster::{Cluster, PARTITIONS, TIMEOUT, options};
use crate::reading::Reading;

/// How many records in a row go to one partition: few and full batches.
const RUN: u64 = 1_000;

/// Returns how many records were ever written to a topic.
pub(crate) fn count(cluster: &Cluster, topic: &str) -> u64 {
    cluster.ends(topic).iter().sum::<i64>().cast_unsigned()
}

/// Sees to it that a topic holds exactly so many readings of this size.
pub(crate) fn fill(cluster: &Cluster, topic: &str, records: u64, size: usize) {
    if !cluster.create(topic) {
        if count(cluster, topic) == records {
            return;
        }
        let deleted = cluster.admin.delete_topics(&[topic], &options());
        block_on(deleted).expect("an answer");
        let started = Instant::now();
        while !cluster.create(topic) {
            assert!(started.elapsed() < TIMEOUT, "topic `{topic}` does not go");
            thread::sleep(Duration::from_millis(200));
        }
    }
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", cluster.servers())
        .set("enable.idempotence", "true")
        .set("compression.type", "lz4")
        .set("linger.ms", "50")
        .create()
        .expect("a client");
    let mut reading = Reading::new(size);
    let mut message = Vec::new();
    let mut partitions = (0..PARTITIONS).cycle();
    let mut partition = 0;
    for number in 0..records {
        if number.is_multiple_of(RUN) {
            partition = partitions.next().unwrap_or_default();
        }
        reading.renumber(number);
        message.clear();
        encode_single_object(&reading, &mut message);
        let mut record = BaseRecord::<(), [u8]>::to(topic).payload(&message).partition(partition);
        while let Err((error, back)) = producer.send(record) {
            assert_eq!(error, KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull));
            record = back;
            producer.poll(Duration::from_millis(10));
        }
    }
    producer.flush(TIMEOUT).expect("all is written");
    assert_eq!(count(cluster, topic), records, "records in `{topic}`");
}
