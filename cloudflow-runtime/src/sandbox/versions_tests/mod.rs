//! Two versions of an application and one topic: what the compiler accepts is read, value by value,
//! on the embedded log and on a real Kafka.

mod new;
mod old;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cloudflow_model::{Blueprint, Locks, ReleasedTopic, Topic};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Sandbox;
use crate::command::tests::run as command;
use crate::config::{Configuration, Sources};
use crate::transport::Cluster;
use crate::transport::memory::MemoryCluster;
use crate::{Application, RunStreamlet, StreamletResult};

/// What goes in, in the old version.
const OLD_INPUT: [&str; 3] = [
    r#"{"id":-7,"customer":"ada","legacy_code":"x1","state":"Open","weight":3,"amount":{"int":12},"lines":[{"article":"nut","count":2},{"article":"bolt","count":-1}]}"#,
    r#"{"id":2147483647,"customer":"grace","legacy_code":"","state":"Held","weight":null,"amount":null,"lines":[]}"#,
    r#"{"id":0,"customer":"","legacy_code":"ö","state":"Paid","weight":-2147483648,"amount":{"string":"much"},"lines":[{"article":"","count":16777216}]}"#,
];

/// The same as the new version reads it.
const OLD_AS_NEW: [&str; 3] = [
    r#"{"channel":"web","id":-7,"buyer":"ada","taxes":{"vat":19},"note":null,"priority":7,"state":"Open","amount":{"double":12.0},"weight":3.0,"lines":[{"count":2.0,"article":"nut","is_gift":false},{"count":-1.0,"article":"bolt","is_gift":false}]}"#,
    r#"{"channel":"web","id":2147483647,"buyer":"grace","taxes":{"vat":19},"note":null,"priority":7,"state":"Other","amount":null,"weight":null,"lines":[]}"#,
    r#"{"channel":"web","id":0,"buyer":"","taxes":{"vat":19},"note":null,"priority":7,"state":"Paid","amount":{"string":"much"},"weight":-2147483648.0,"lines":[{"count":16777216.0,"article":"","is_gift":false}]}"#,
];

/// What only the new version can say.
const NEW_INPUT: [&str; 1] = [
    r#"{"channel":"phone","id":9007199254740993,"buyer":"alan","taxes":{},"note":"soon","priority":null,"state":"Other","amount":{"boolean":true},"weight":0.5,"lines":[]}"#,
];

/// An application under names of its own, so that no other run has a part in its topic.
fn unique(application: Application, instances: usize) -> Application {
    let blueprint = application.blueprint();
    let unique = Uuid::new_v4().simple().to_string();
    unique_as(application, instances, &format!("{}-{unique}", blueprint.name))
}

/// Does the same with a name that another version has as well.
fn unique_as(application: Application, instances: usize, name: &str) -> Application {
    let blueprint = application.blueprint();
    let name: &'static str = name.to_owned().leak();
    let topics: Vec<Topic<'_>> =
        blueprint.topics.iter().map(|topic| Topic { name: Some(name), ..*topic }).collect();
    let released: Vec<ReleasedTopic<'_>> =
        blueprint.locks.topics.iter().map(|topic| ReleasedTopic { name, ..*topic }).collect();
    let connections = if instances > 1 { blueprint.connections } else { &[] };
    let run: Vec<RunStreamlet> =
        (0..instances).filter_map(|index| application.runner(index)).collect();
    let blueprint = Blueprint {
        name,
        instances: &blueprint.instances[..instances],
        connections,
        topics: topics.leak(),
        locks: Locks { topics: released.leak(), ..blueprint.locks },
        ..*blueprint
    };
    assert_eq!(run.len(), instances);
    Application::new(Box::leak(Box::new(blueprint)), run.leak())
}

/// What came of a run: how it ended, and what its two egresses have written, in order.
struct Ran {
    result: StreamletResult,
    ledger: Vec<String>,
    audit: Vec<String>,
}

async fn run(cluster: &Arc<dyn Cluster>, application: Application, input: &[&str]) -> Ran {
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    for name in ["orders", "ledger", "audit"] {
        fs::create_dir(path(name)).expect("a folder");
    }
    fs::write(path("orders").join("records.jsonl"), input.join("\n")).expect("the input");
    let instances = application.blueprint().instances.iter();
    let volumes = instances.map(|instance| {
        format!("volumes.{}.data={}", instance.name, path(instance.name).display())
    });
    let sources = Sources { settings: volumes.collect(), ..Sources::default() };
    let configuration =
        Configuration::resolve(application.blueprint(), &sources).expect("a configuration");
    let sandbox = Sandbox {
        application,
        configuration,
        cluster: Arc::clone(cluster),
        is_durable: true,
        commit_interval: Duration::from_millis(10),
        exit_when_idle: false,
    };
    let result = sandbox.run(&mut Vec::new(), CancellationToken::new()).await;
    Ran { result, ledger: lines(&path("ledger")), audit: lines(&path("audit")) }
}

/// Partitions are read in any order.
fn lines(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("records.jsonl")).unwrap_or_default();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

#[track_caller]
fn assert_lines(found: &[String], expected: &[&[&str]]) {
    let mut expected = expected.concat();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

/// An outlet of the old version feeds an inlet of the new one.
async fn the_next_version_reads_an_outlet(cluster: Arc<dyn Cluster>) {
    let application = unique(new::half::shop::APPLICATION, 2);
    let ran = run(&cluster, application, &OLD_INPUT).await;
    ran.result.expect("a good end");
    assert_lines(&ran.ledger, &[&OLD_AS_NEW]);
}

/// Nothing in the new binary writes the old version: it knows it from `schemas.lock`.
async fn the_next_version_reads_what_is_released(cluster: Arc<dyn Cluster>) {
    let application = unique(new::shop::APPLICATION, 3);
    let name = application.blueprint().name;
    // The ingress of the old version, whose records nobody has read yet.
    let ran = run(&cluster, unique_as(old::shop::APPLICATION, 1, name), &OLD_INPUT).await;
    ran.result.expect("a good end");

    let ran = run(&cluster, application, &NEW_INPUT).await;
    ran.result.expect("a good end");
    for found in [&ran.ledger, &ran.audit] {
        assert_lines(found, &[&OLD_AS_NEW, &NEW_INPUT]);
    }
}

/// The whole old version has run, and has read its records. A reader that is new reads them as well.
#[cfg(feature = "kafka")]
async fn a_new_reader_starts_at_what_is_released(cluster: Arc<dyn Cluster>) {
    let application = unique(new::shop::APPLICATION, 3);
    let name = application.blueprint().name;
    let ran = run(&cluster, unique_as(old::shop::APPLICATION, 2, name), &OLD_INPUT).await;
    ran.result.expect("a good end");
    assert_lines(&ran.ledger, &[&OLD_INPUT]);

    let ran = run(&cluster, application, &NEW_INPUT).await;
    ran.result.expect("a good end");
    assert_lines(&ran.ledger, &[&NEW_INPUT]);
    assert_lines(&ran.audit, &[&OLD_AS_NEW, &NEW_INPUT]);
}

/// Without the lock nobody knows what the bytes mean. They stay where they are.
async fn what_nobody_knows_stays_in_the_topic(cluster: Arc<dyn Cluster>) {
    let known = unique(new::shop::APPLICATION, 2);
    let name = known.blueprint().name;
    let ran = run(&cluster, unique_as(old::shop::APPLICATION, 1, name), &OLD_INPUT).await;
    ran.result.expect("a good end");

    let blueprint = Blueprint { locks: Locks::NONE, ..*known.blueprint() };
    let run_these: Vec<_> = (0..2).filter_map(|index| known.runner(index)).collect();
    let unlocked = Application::new(Box::leak(Box::new(blueprint)), run_these.leak());
    let ran = run(&cluster, unlocked, &[]).await;
    let error = ran.result.expect_err("a failure").to_string();
    for part in [
        "instance `ledger`: cannot decode a `com.example.shop.Order` from topic `shop-",
        "was written with schema ",
        "\nhelp: an inlet knows the outlets of its topic and the versions in `schemas.lock`: bring back \
         the lock, or run `release` with the version that wrote the message",
    ] {
        assert!(error.contains(part), "{error}");
    }
    assert_lines(&ran.ledger, &[]);

    let ran = run(&cluster, known, &[]).await;
    ran.result.expect("a good end");
    assert_lines(&ran.ledger, &[&OLD_AS_NEW]);
}

/// The lock in this folder is the one of the old version, so it is what a release writes.
#[test]
fn the_lock_is_what_the_old_version_released() {
    let folder = TempDir::new().expect("a folder");
    let words = format!("release --folder {}", folder.path().display());
    let ended = command(&old::shop::APPLICATION, &words);
    assert_eq!((ended.code, ended.errors.as_str()), (0, ""));
    let released = fs::read_to_string(folder.path().join("schemas.lock")).expect("a lock");
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/versions_tests/schemas.lock");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &released).expect("a file");
    }
    assert_eq!(released, fs::read_to_string(path).expect("a file"));
}

macro_rules! every_case {
    ($macro:ident) => {
        $macro!(the_next_version_reads_an_outlet);
        $macro!(the_next_version_reads_what_is_released);
        $macro!(what_nobody_knows_stays_in_the_topic);
    };
}

mod memory {
    use super::*;

    macro_rules! test {
        ($case:ident) => {
            #[tokio::test]
            async fn $case() {
                super::$case(Arc::new(MemoryCluster::new())).await;
            }
        };
    }

    every_case!(test);
}

#[cfg(feature = "kafka")]
mod kafka {
    use std::env;

    use super::*;
    use crate::config::MaybeSecret;
    use crate::transport::kafka::{KafkaCluster, KafkaSettings};

    /// The Kafka at `KAFKA_BOOTSTRAP_SERVERS`, or where `deploy/dev/kafka up` starts one.
    fn cluster() -> Arc<dyn Cluster> {
        let at = env::var("KAFKA_BOOTSTRAP_SERVERS").unwrap_or("127.0.0.1:19092".to_owned());
        let mut settings = KafkaSettings::at(&at);
        // Rebalances go on with a heartbeat.
        let quick = [("heartbeat.interval.ms", "300"), ("session.timeout.ms", "6000")];
        let quick = quick.map(|(key, value)| (key.to_owned(), MaybeSecret::plain(value)));
        settings.properties.extend(quick);
        Arc::new(KafkaCluster::try_new(settings).expect("settings"))
    }

    macro_rules! test {
        ($case:ident) => {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs Kafka: deploy/dev/kafka up"]
            async fn $case() {
                super::$case(cluster()).await;
            }
        };
    }

    every_case!(test);
    test!(a_new_reader_starts_at_what_is_released);
}
