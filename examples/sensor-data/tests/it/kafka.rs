//! The application on a real Kafka, with kcat as producer and consumer: topics, sandbox, and every
//! streamlet as a process of its own.

use std::collections::{BTreeMap, BTreeSet};

use cloudflow_runtime::avro::{AvroRecord, decode_single_object, encode_single_object};
use cloudflow_runtime::prelude::{Timestamp, Uuid};
use sensor_data_flow::{InvalidMetric, Metric, SensorData};
use tempfile::TempDir;

use crate::cluster::{Cluster, TOPICS};
use crate::kcat::{self, Consumer, Seen};
use crate::kubernetes::in_target;
use crate::sandbox::{INPUT, INVALID, REPORT, VALID, post, valid_metrics, with_folders};

pub(crate) fn encode(record: &impl AvroRecord) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_single_object(record, &mut bytes);
    bytes
}

pub(crate) fn decode<T: AvroRecord>(seen: &Seen) -> T {
    decode_single_object(&seen.value).expect("a record of this type")
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn topics_are_created_once_as_the_blueprint_says() {
    let cluster = Cluster::empty();
    let lines = |verb: &str| TOPICS.map(|(name, _)| format!("{verb}  {name}")).join("\n");
    assert_eq!(cluster.run(&["topics", "create"]), lines("created"));
    let described = || cluster.topics(&["--describe"]);
    let before = described();
    for (name, partitions) in TOPICS {
        let line = before.lines().find(|line| line.contains(&format!("Topic: {name}\t")));
        let line = line.unwrap_or_else(|| panic!("no `{name}` in\n{before}"));
        assert!(line.contains(&format!("PartitionCount: {partitions}\t")), "{line}");
        assert_eq!(line.contains("retention.ms=604800000"), name == "sensor-data", "{line}");
    }
    assert_eq!(cluster.run(&["topics", "create"]), lines("existed"));
    assert_eq!(described(), before, "a second time changes nothing");
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn the_list_of_the_build_creates_the_same_topics() {
    let cluster = Cluster::empty();
    let list = in_target("topics.sensor-data.json");
    let list = list.to_str().expect("a path in UTF-8");
    let create = || cluster.run(&["topics", "create", "--file", list]);
    assert_eq!(create().lines().filter(|line| line.starts_with("created")).count(), TOPICS.len());
    assert_eq!(create().lines().filter(|line| line.starts_with("existed")).count(), TOPICS.len());
    let made = cluster.run(&["topics", "create"]);
    assert_eq!(made.lines().filter(|line| line.starts_with("existed")).count(), TOPICS.len());
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn the_sandbox_on_kafka_has_exact_counts() {
    let cluster = Cluster::empty();
    let folder = TempDir::new().expect("a folder");
    let arguments = with_folders(&folder, INPUT);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = cluster.run(&[&["sandbox", "--exit-when-idle"], &arguments[..]].concat());
    assert_eq!(valid_metrics(&folder).len(), VALID);
    assert_eq!(output.matches("rejected: {").count(), INVALID, "{output}");
    let counts = [INPUT.lines().count(), INPUT.lines().count() * 3, VALID, INVALID];
    for ((topic, _), count) in TOPICS.iter().zip(counts) {
        assert_eq!(kcat::read_all(&cluster, topic).len(), count, "{topic}");
    }
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn every_streamlet_runs_as_a_process_of_its_own() {
    let cluster = Cluster::with_topics();
    let folder = TempDir::new().expect("a folder");
    let arguments = with_folders(&folder, INPUT);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = |instance: &str| cluster.start_streamlet(instance, &arguments);
    let ingress = start("ingress");
    let mut processes = Vec::from(["files", "metrics", "validate", "valid"].map(start));
    let mut rejected = start("rejected");

    // Twelve reports come from the file, one over HTTP, and twelve from outside.
    let serves = ingress.seen("\"message\":\"Serving.\"");
    let serves: serde_json::Value = serde_json::from_str(&serves).expect("JSON");
    let address = serves["address"].as_str().expect("an address").to_owned();
    let port = address.rsplit(':').next().expect("a port");
    assert_eq!(post(&format!("http://127.0.0.1:{port}"), REPORT).0, 202);
    let reports: Vec<SensorData> =
        INPUT.lines().map(|line| serde_json::from_str(line).expect("a report")).collect();
    let encoded: Vec<_> = reports.iter().map(encode).collect();
    kcat::produce(&cluster, "sensor-data", &encoded);
    let total = 2 * reports.len() + 1;

    let metrics = Consumer::start(&cluster, "metrics").read(3 * total);
    let valid = Consumer::start(&cluster, "valid-metrics").read(2 * VALID + 3);
    let invalid = Consumer::start(&cluster, "invalid-metrics").read(2 * INVALID);
    for _ in 0..2 * INVALID {
        rejected.await_line("rejected: {");
    }
    processes.extend([ingress, rejected]);
    for process in processes {
        process.signal("TERM");
        let (status, output) = process.finish();
        assert!(status.success(), "{output}");
    }
    assert_eq!(valid_metrics(&folder).len(), 2 * VALID + 3, "the egress has written them");

    assert_eq!(kcat::read_all(&cluster, "sensor-data").len(), total);
    let mut partitions: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    for seen in metrics.iter().chain(&valid) {
        let key = seen.key.clone().expect("a key");
        assert_eq!(key, decode::<Metric>(seen).device_id.to_string());
        partitions.entry(key).or_default().insert(seen.partition);
    }
    assert_eq!(partitions.len(), 3, "three turbines");
    assert!(partitions.values().all(|one| one.len() == 1), "a key stays: {partitions:?}");
    for seen in &invalid {
        let rejected = decode::<InvalidMetric>(seen);
        assert_eq!(seen.key, Some(rejected.metric.device_id.to_string()));
        assert_eq!(rejected.error, format!("{} must not be negative", rejected.metric.name));
    }
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn keys_go_where_other_clients_put_them() {
    let cluster = Cluster::with_topics();
    let process = cluster.start_streamlet("validate", &[]);
    let metric = |number: u128| Metric {
        device_id: Uuid::from_u128(number),
        timestamp: Timestamp::from_millisecond(0),
        name: "power".to_owned(),
        value: 1.0,
    };
    let records: Vec<_> =
        (0..100).map(metric).map(|one| (one.device_id.to_string(), encode(&one))).collect();
    kcat::produce_keyed(&cluster, "metrics", &records);
    let place = |seen: Seen| (seen.key.expect("a key"), seen.partition);
    let written: BTreeMap<_, _> =
        Consumer::start(&cluster, "valid-metrics").read(100).into_iter().map(place).collect();
    let read: BTreeMap<_, _> = kcat::read_all(&cluster, "metrics").into_iter().map(place).collect();
    assert_eq!(written, read);
    assert_eq!(written.len(), 100);
    process.signal("TERM");
    assert!(process.finish().0.success());
}
