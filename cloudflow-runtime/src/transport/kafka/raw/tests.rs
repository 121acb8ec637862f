//! The calls against a broker inside of the client, so that they run under a sanitizer as well:
//! `RUSTFLAGS=-Zsanitizer=address cargo +nightly test --features kafka --lib --target TARGET kafka::raw`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer, DefaultConsumerContext};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseProducer, DeliveryResult, ProducerContext};
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};
use rdkafka::{ClientConfig, ClientContext, Offset, TopicPartitionList};

use super::consume::Message;
use super::*;
use crate::transport::kafka::park::Parker;
use crate::transport::{Header, RecordRef, Records};

struct Quiet;

impl ClientContext for Quiet {}

impl ProducerContext for Quiet {
    type DeliveryOpaque = usize;

    fn delivery(&self, _: &DeliveryResult<'_>, _: usize) {}
}

const TOPIC: &str = "records";
const PATIENCE: Duration = Duration::from_secs(30);

fn producer(at: &str) -> Arc<Producer<Quiet>> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", at).set("enable.idempotence", "true");
    let client: BaseProducer<Quiet> = config.create_with_context(Quiet).unwrap();
    Arc::new(Producer::new(client).unwrap())
}

fn consumer(at: &str) -> Arc<BaseConsumer> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", at).set("group.id", "group");
    config.set("auto.offset.reset", "earliest").set("enable.auto.commit", "false");
    Arc::new(config.create().unwrap())
}

/// Has a consumer read partition 0 from its start.
fn feed(consumer: &Arc<BaseConsumer>, parker: &Arc<Parker>) -> Feed<DefaultConsumerContext> {
    let queue = TopicQueue::new(Arc::clone(consumer), TOPIC, Arc::clone(parker)).unwrap();
    queue.forward(0);
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(TOPIC, 0, Offset::Beginning).unwrap();
    consumer.assign(&list).unwrap();
    Feed::new(Arc::new(queue))
}

/// Waits for reports of all records.
fn hear(producer: &Producer<Quiet>, count: usize) -> Reports {
    let (mut reports, deadline) = (Reports::default(), Instant::now() + PATIENCE);
    while reports.landed.len() + reports.too_large.len() < count {
        assert!(Instant::now() < deadline, "{:?}", reports.landed);
        producer.poll(Duration::from_millis(100), &mut reports);
    }
    reports
}

/// Waits for the next message and does something with it.
fn with_next<T>(feed: &mut Feed<DefaultConsumerContext>, act: impl FnOnce(&Message<'_>) -> T) -> T {
    let deadline = Instant::now() + PATIENCE;
    while feed.peek().is_none() {
        assert!(Instant::now() < deadline, "no message");
        std::thread::park_timeout(Duration::from_millis(100));
    }
    let result = act(&feed.peek().unwrap());
    feed.advance();
    result
}

/// Records of all kinds; those without a time and headers go through another call.
fn records() -> Records {
    let value = Some(&b"value"[..]);
    let plain = RecordRef { value, ..RecordRef::default() };
    let mut records = Records::default();
    for _ in 0..300 {
        records.push(plain);
    }
    records.push(RecordRef { key: Some(b"key"), value: None, ..RecordRef::default() });
    records.push(RecordRef { key: Some(b""), value: Some(b""), ..RecordRef::default() });
    records.push(RecordRef { timestamp: Some(1_234_567), ..plain });
    records.push(plain);
    let header = |name: &str, value: Option<&'static [u8]>| Header {
        name: name.to_owned(),
        value: value.map(bytes::Bytes::from_static),
    };
    records.set_last_headers(&[header("a", Some(b"1")), header("a", None), header("b", Some(b""))]);
    records.push(RecordRef { value: Some(b"last"), ..RecordRef::default() });
    records
}

#[test]
fn records_without_a_key_take_turns_in_connected_parts() {
    let spread = produce::Spread::default();
    let next = |count: usize| -> Vec<u32> {
        spread.begin(count);
        (0..count).map(|_| spread.partition(None, 3)).collect()
    };
    assert_eq!(next(6), [0, 0, 1, 1, 2, 2]);
    assert_eq!([next(1), next(1), next(1)], [[0], [1], [2]]);
    assert_eq!(next(4), [0, 0, 1, 1]);
    assert_eq!(next(2), [2, 0]);
}

#[test]
fn what_is_sent_is_received() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let at = cluster.bootstrap_servers();
    let sent = records();
    let (producer, mut refused) = (producer(&at), Vec::new());
    let topic = Topic::new(&producer, TOPIC).unwrap();
    topic.send(&sent, 1_000, &mut refused);
    assert_eq!(refused, []);
    let reports = hear(&producer, sent.len());
    let mut tokens: Vec<_> = reports.landed.iter().map(|landed| landed.token).collect();
    tokens.sort_unstable();
    assert_eq!(tokens, (1_000..1_000 + sent.len()).collect::<Vec<_>>());
    assert!(reports.landed.iter().all(|landed| landed.error.is_none()));

    let (consumer, parker) = (consumer(&at), Arc::new(Parker::default()));
    parker.adopt();
    let mut feed = feed(&consumer, &parker);
    let mut headers = Vec::new();
    for (expected, offset) in sent.iter().zip(0..) {
        with_next(&mut feed, |message| {
            assert_eq!((message.partition(), message.error()), (0, None));
            let (record, skipped) = message.record(&mut headers);
            let timestamp = expected.timestamp.or(record.timestamp);
            assert_eq!(record, RecordRef { offset, timestamp, ..expected });
            assert_eq!(skipped, 0);
        });
    }
}

#[test]
fn what_nobody_takes_is_freed() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let at = cluster.bootstrap_servers();
    let producer = producer(&at);
    let topic = Topic::new(&producer, TOPIC).unwrap();
    topic.send(&records(), 0, &mut Vec::new());
    hear(&producer, records().len());
    // These are on their way when all goes.
    topic.send(&records(), 0, &mut Vec::new());

    let (consumer, parker) = (consumer(&at), Arc::new(Parker::default()));
    let control = Control::new(Arc::clone(&consumer)).unwrap();
    let _ = control.is_empty();
    let mut feed = feed(&consumer, &parker);
    with_next(&mut feed, |message| assert_eq!(message.error(), None));
    feed.discard(1);
    assert!(feed.peek().is_some(), "another partition is not concerned");
    feed.discard(0);
    drop(feed);
}

#[test]
fn a_batch_that_is_too_large_comes_back() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let producer = producer(&cluster.bootstrap_servers());
    let topic = Topic::new(&producer, TOPIC).unwrap();
    let too_large = RDKafkaRespErr::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    cluster.request_errors(RDKafkaApiKey::Produce, &[too_large; 10]);
    let sent = records();
    topic.send(&sent, 0, &mut Vec::new());
    let reports = hear(&producer, sent.len());
    assert_eq!(reports.landed, []);
    for refused in &reports.too_large {
        assert_eq!(refused.topic, TOPIC);
        let (record, expected) = (refused.record.get(0).unwrap(), sent.get(refused.token).unwrap());
        assert_eq!((record.key, record.value), (expected.key, expected.value));
        assert_eq!(record.headers, expected.headers);
    }
}

#[test]
fn a_commit_waits_no_longer_than_it_may() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let consumer = consumer(&cluster.bootstrap_servers());
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(TOPIC, 0, Offset::Offset(1)).unwrap();
    let deadline = Instant::now() + PATIENCE;
    while let Err(error) = commit(&consumer, &list, Duration::from_secs(5)) {
        // The coordinator is looked for.
        assert_eq!(error, RDKafkaErrorCode::WaitingForCoordinator);
        assert!(Instant::now() < deadline);
    }
    cluster.broker_down(1).unwrap();
    let start = Instant::now();
    assert!(commit(&consumer, &list, Duration::from_millis(300)).is_err());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // rdkafka's consumer waits, when it is dropped, for the last commit: without an end.
    std::mem::forget(consumer);
}
