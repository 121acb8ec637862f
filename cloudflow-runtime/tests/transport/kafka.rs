//! A real Kafka, at `KAFKA_BOOTSTRAP_SERVERS` or where `deploy/dev/kafka up` starts one.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use cloudflow_runtime::config::MaybeSecret;
use cloudflow_runtime::transport::kafka::{KafkaCluster, KafkaSettings};
use cloudflow_runtime::transport::{Amount, SettingChange, TopicOutcome, TransportError};

use crate::cases::{self, every_case};
use crate::harness::{Bench, Delivery, ROOMY, Read, Reads, within};

fn settings() -> KafkaSettings {
    let at = std::env::var("KAFKA_BOOTSTRAP_SERVERS").unwrap_or("127.0.0.1:19092".to_owned());
    let quick = [
        // Rebalances go on with a heartbeat, new partitions are found with a refresh.
        ("heartbeat.interval.ms", "300"),
        ("session.timeout.ms", "6000"),
        ("topic.metadata.refresh.interval.ms", "300"),
    ];
    let mut settings = KafkaSettings::at(&at);
    let quick = quick.map(|(key, value)| (key.to_owned(), MaybeSecret::plain(value)));
    settings.properties.extend(quick);
    settings
}

fn bench(settings: KafkaSettings) -> Bench {
    Bench::new(KafkaCluster::try_new(settings).unwrap())
}

macro_rules! test {
    ($module:ident, $case:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        #[ignore = "needs Kafka: deploy/dev/kafka up"]
        async fn $case() {
            cases::$module::$case(&bench(settings())).await;
        }
    };
}

every_case!(test);

#[tokio::test]
async fn a_broker_that_is_away_is_an_error_with_the_reason() {
    // Nobody listens on this port: it was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut settings = KafkaSettings::at(&free.to_string());
    settings.request = Duration::from_secs(2);
    let bench = bench(settings);
    let start = Instant::now();
    let error = bench.try_writer("records", ROOMY).await.map(drop).unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let TransportError::Unavailable { system, reason } = &error else { panic!("{error:?}") };
    assert_eq!(*system, format!("Kafka at {free}"));
    assert!(reason.starts_with("no answer within 2 s: "), "{reason}");
    assert!(reason.contains("Connection refused"), "{reason}");
    assert!(reason.contains("\nhelp: check that `bootstrap.servers` names brokers"), "{reason}");
}

#[test]
fn debug_shows_no_password() {
    let mut settings = KafkaSettings::at("127.0.0.1:9092");
    let password = MaybeSecret::secret("hunter2");
    settings.properties.insert("sasl.password".to_owned(), password);
    assert!(!format!("{settings:?}").contains("hunter2"));
    let cluster = KafkaCluster::try_new(settings).unwrap();
    assert!(!format!("{cluster:?}").contains("hunter2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
async fn a_member_that_does_not_read_keeps_no_other_waiting() {
    const TOTAL: usize = 2_000;
    let bench = bench(settings());
    let (topic, group) = (bench.topic(2).await, bench.name("group"));
    bench.writer(&topic).await.numbers(0..TOTAL).await;
    let bound = Amount { records: 10, bytes: usize::MAX };
    let topics = [topic.as_str()];
    let reads = || Reads { topics: &topics, co_partitioned: &[], bound };
    let mut slow = bench.try_join(reads(), &group).await.unwrap();
    // It has fetched as much as it may, and gets no more.
    let first = slow.read(1).await;
    let mut quick = bench.try_join(reads(), &group).await.unwrap();
    let mut read: BTreeSet<Read> = first.into_iter().collect();
    let half = TOTAL / 2 - 1;
    read.extend(quick.read(half).await);
    // It loses nothing that waited, and nothing comes twice.
    let rest = TOTAL - read.len();
    for read_now in 0..rest {
        let delivery = within("a record", async {
            tokio::select! {
                delivery = slow.try_next() => delivery,
                delivery = quick.try_next() => delivery,
            }
        })
        .await;
        let delivery = delivery.unwrap().unwrap().finish();
        assert!(read.insert(delivery.clone()), "{delivery:?} came twice, after {read_now}");
    }
    assert_eq!(read.len(), TOTAL);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
async fn an_owner_that_never_finishes_loses_its_partition_in_the_end() {
    let mut settings = settings();
    settings.drain = Duration::from_secs(1);
    let bench = bench(settings);
    let (topic, group) = (bench.topic(2).await, bench.name("group"));
    bench.writer(&topic).await.numbers(0..2).await;
    let mut one = bench.join(&topic, &group).await;
    let held = [one.next().await, one.next().await];
    let mut two = bench.join(&topic, &group).await;
    let moved = two.next().await;
    assert_eq!(moved.offset, 0, "what was in flight is read again");
    // Its late position counts no more.
    held.into_iter().map(Delivery::finish).for_each(drop);
    one.commit().await;
    assert_eq!(bench.behind(&topic, &group).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
async fn a_member_that_never_finishes_leaves_all_the_same() {
    let mut settings = settings();
    settings.drain = Duration::from_secs(1);
    let bench = bench(settings);
    let (topic, group) = (bench.topic(1).await, bench.name("group"));
    bench.writer(&topic).await.numbers(0..2).await;
    let mut member = bench.join(&topic, &group).await;
    let held = member.next().await;
    let start = Instant::now();
    member.close().await;
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    drop(held);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
async fn settings_of_a_topic_that_exists_are_changed() {
    let bench = bench(settings());
    let mut spec = bench.spec("records", 1);
    let name = spec.name.clone();
    let setting = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let size = setting("max.message.bytes", "1000");
    spec.settings.extend([size.clone(), setting("retention.ms", "86400000")]);
    bench.create(&spec).await.unwrap();

    spec.settings = BTreeMap::from([setting("retention.ms", "172800000")]);
    let changed = bench.create(&spec).await.unwrap();
    let (key, from, to) = ("retention.ms".into(), "86400000".into(), "172800000".into());
    let change = SettingChange { key, from, to };
    assert_eq!(changed, TopicOutcome::Changed { name: name.clone(), settings: vec![change] });

    // The broker has what was changed, and what was not mentioned this time.
    spec.settings.extend([size]);
    assert_eq!(bench.create(&spec).await.unwrap(), TopicOutcome::Existed(name.clone()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
async fn a_setting_that_the_broker_refuses_is_an_error() {
    let mut settings = settings();
    settings.request = Duration::from_secs(2);
    let bench = bench(settings);
    let mut spec = bench.spec("records", 1);
    spec.settings.insert("retention.ms".to_owned(), "86400000".to_owned());
    bench.create(&spec).await.unwrap();
    spec.settings.insert("retention.ms".to_owned(), "a day".to_owned());
    let error = bench.create(&spec).await.unwrap_err().to_string();
    let name = &spec.name;
    let expected = format!(
        "topic `{name}` cannot be changed: `retention.ms` from 86400000 to a day: \
         the broker leaves it as it is\nhelp: correct the value, "
    );
    assert!(error.starts_with(&expected), "{error}");
}
