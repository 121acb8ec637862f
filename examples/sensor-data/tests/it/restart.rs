//! A streamlet ends in the middle of its work and starts again: killed, every record arrives at least
//! once; stopped, exactly once.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use cloudflow_runtime::prelude::{Timestamp, Uuid};
use sensor_data_flow::{InvalidMetric, Measurements, Metric, SensorData};

use crate::cluster::Cluster;
use crate::kafka::{decode, encode};
use crate::kcat::{self, Consumer};

/// How many reports go in: more than a streamlet is through with before it is ended.
const REPORTS: usize = 60_000;

/// One report in ten has a negative value.
const INVALID: usize = REPORTS / 10;
const VALID: usize = 3 * REPORTS - INVALID;

/// Commits come as early as they can: one that is too early would lose a record. A process that was
/// killed is missed as soon as the broker allows.
const SETTINGS: [&str; 2] = ["--set=commit_interval=10 ms", "--set=kafka.session.timeout.ms=6000"];

/// How long a stop may take.
const DRAIN: Duration = Duration::from_secs(10);

/// A metric is known by its report's time and by its name.
type Identity = (i64, String);

/// The end that a streamlet comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Killed,
    Stopped,
}

fn reports() -> Vec<Vec<u8>> {
    let report = |number: usize| {
        let power = if number.is_multiple_of(10) { -1.0 } else { 1.0 };
        let number = i64::try_from(number).expect("a small number");
        SensorData {
            device_id: Uuid::from_u128(u128::from(number.unsigned_abs() % 50)),
            timestamp: Timestamp::from_millisecond(number),
            measurements: Measurements { power, rotor_speed: 2.0, wind_speed: 3.0 },
        }
    };
    (0..REPORTS).map(|number| encode(&report(number))).collect()
}

fn identity(metric: Metric) -> Identity {
    (metric.timestamp.as_millisecond(), metric.name)
}

/// Returns every valid and every invalid metric that is in Kafka, in order.
fn results(cluster: &Cluster) -> [Vec<Identity>; 2] {
    let valid = kcat::read_all(cluster, "valid-metrics");
    let invalid = kcat::read_all(cluster, "invalid-metrics");
    let mut valid: Vec<_> = valid.iter().map(|seen| identity(decode(seen))).collect();
    let mut invalid: Vec<_> =
        invalid.iter().map(|seen| identity(decode::<InvalidMetric>(seen).metric)).collect();
    valid.sort();
    invalid.sort();
    [valid, invalid]
}

/// Ends `instance`, which writes `topic`, in the middle of all reports, starts it again, and returns
/// what has arrived when nothing is missing.
fn end_and_start_again(instance: &str, topic: &str, total: usize, end: End) -> [Vec<Identity>; 2] {
    let cluster = Cluster::with_topics();
    let drain = format!("--drain-timeout={} s", DRAIN.as_secs());
    let settings = [&SETTINGS[..], &[&drain]].concat();
    let start = |instance: &str| cluster.start_streamlet(instance, &settings);
    let other = start(if instance == "metrics" { "validate" } else { "metrics" });
    let first = start(instance);
    let (valid, invalid) =
        (Consumer::start(&cluster, "valid-metrics"), Consumer::start(&cluster, "invalid-metrics"));
    let written = Consumer::start(&cluster, topic);

    thread::scope(|scope| {
        scope.spawn(|| kcat::produce(&cluster, "sensor-data", &reports()));
        written.read(1_000);
        let asked = Instant::now();
        first.signal(if end == End::Killed { "KILL" } else { "TERM" });
        let (status, output) = first.finish();
        match end {
            End::Killed => assert_eq!(status.code(), None, "{output}"),
            End::Stopped => {
                assert!(status.success(), "{output}");
                assert!(asked.elapsed() < DRAIN, "it took {:?}", asked.elapsed());
            }
        }
    });
    let before = kcat::read_all(&cluster, topic).len();
    assert!(before < total, "all {total} were written before the end, which tests nothing");

    let again = start(instance);
    for (consumer, count) in [(&valid, VALID), (&invalid, INVALID)] {
        // No two records are the same, so a repeated one changes nothing here.
        let mut arrived = BTreeSet::new();
        consumer.read_until(|seen| {
            arrived.insert(seen.value);
            arrived.len() == count
        });
    }
    for process in [again, other] {
        process.signal("TERM");
        let (status, output) = process.finish();
        assert!(status.success(), "{output}");
    }
    results(&cluster)
}

/// What must arrive, in order.
fn expected() -> [Vec<Identity>; 2] {
    let (mut valid, mut invalid) = (Vec::new(), Vec::new());
    for number in 0..REPORTS {
        let time = i64::try_from(number).expect("a small number");
        for name in ["power", "rotor_speed", "wind_speed"] {
            let is_invalid = name == "power" && number.is_multiple_of(10);
            let expected = if is_invalid { &mut invalid } else { &mut valid };
            expected.push((time, name.to_owned()));
        }
    }
    [valid, invalid]
}

fn at_least_once(instance: &str, topic: &str, total: usize) {
    let mut arrived = end_and_start_again(instance, topic, total, End::Killed);
    arrived.iter_mut().for_each(Vec::dedup);
    assert!(arrived == expected(), "other records arrived than were sent");
}

fn exactly_once(instance: &str, topic: &str, total: usize) {
    let arrived = end_and_start_again(instance, topic, total, End::Stopped);
    assert_eq!(arrived.each_ref().map(Vec::len), [VALID, INVALID]);
    assert!(arrived == expected(), "other records arrived than were sent");
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn a_killed_streamlet_of_one_outlet_loses_nothing() {
    at_least_once("metrics", "metrics", 3 * REPORTS);
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn a_killed_streamlet_of_two_outlets_loses_nothing() {
    at_least_once("validate", "valid-metrics", VALID);
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn a_stopped_streamlet_of_one_outlet_repeats_nothing() {
    exactly_once("metrics", "metrics", 3 * REPORTS);
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn a_stopped_streamlet_of_two_outlets_repeats_nothing() {
    exactly_once("validate", "valid-metrics", VALID);
}
