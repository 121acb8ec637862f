//! What the tests of the findings have in common: topics without records, and processes.

use std::fs;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::cluster::{Cluster, DEADLINE};
use crate::feed::{Writer, missing};
use crate::pod::{Pod, Process};
use crate::streamlets::Item;
use crate::topic::{Follower, numbers};

const FINDINGS: &str = "findings";

/// What must not happen within a test is waited for so long: a bound that only a failure reaches.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// No record has this number.
pub(super) const NEVER: i64 = 1_000_000_000;

/// Settings that let a test go on early after a crash.
const QUICK: [&str; 3] = [
    "--set=kafka.session.timeout.ms=6000",
    "--set=kafka.heartbeat.interval.ms=500",
    "--set=kafka.topic.metadata.refresh.interval.ms=1000",
];

/// One instance of the application, between topics of its own.
pub(super) struct Bench {
    pub(super) cluster: Cluster,
    folder: TempDir,
    instance: &'static str,
}

impl Bench {
    /// Takes the cluster, with topics of this instance that are new: those with these names of ports.
    pub(super) fn new(instance: &'static str, ports: &[&str]) -> Self {
        let bench =
            Self { cluster: Cluster::take(), folder: TempDir::new().expect("a folder"), instance };
        let topics: Vec<String> = ports.iter().map(|port| bench.topic(port)).collect();
        let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
        bench.cluster.remove_topics(&topics);
        let arguments = ["topics", "create", "--kafka", &bench.cluster.address];
        let mut create = Process::start(bench.folder.path(), FINDINGS, "topics", &arguments);
        let status = create.end_within(DEADLINE).expect("topics are created in time");
        assert!(status.success(), "{}", create.output());
        bench
    }

    /// Gives the cluster to the next test, and keeps the folder of processes that still run.
    pub(super) fn into_folder(self) -> TempDir {
        self.folder
    }

    /// Returns the topic of a port.
    pub(super) fn topic(&self, port: &str) -> String {
        format!("{FINDINGS}.{}.{port}", self.instance)
    }

    /// Starts a pod, and waits until it is ready.
    pub(super) fn pod(&self, more: &[&str]) -> Pod {
        self.pod_with_defaults(&[&QUICK, more].concat())
    }

    /// Does the same with the settings that a user has.
    pub(super) fn pod_with_defaults(&self, more: &[&str]) -> Pod {
        Pod::start(&self.cluster, self.folder.path(), FINDINGS, self.instance, more).await_ready()
    }

    pub(super) fn writer(&self, port: &str) -> Writer {
        Writer::new(&self.cluster, &self.topic(port))
    }

    pub(super) fn follower(&self, port: &str) -> Follower {
        Follower::start(&self.cluster, &self.topic(port))
    }

    /// Returns the numbers in the topic of a port, repeated ones as well.
    pub(super) fn numbers(&self, port: &str) -> Vec<i64> {
        numbers(&self.cluster, &self.topic(port))
    }

    /// Returns which of the numbers are not in the topic of a port.
    pub(super) fn missing(&self, port: &str, range: std::ops::Range<i64>) -> Vec<i64> {
        missing(range, self.numbers(port))
    }

    /// Fails unless all of the numbers are in the topic of a port.
    pub(super) fn assert_complete(&self, port: &str, range: std::ops::Range<i64>) {
        let missing = self.missing(port, range);
        assert!(missing.is_empty(), "numbers that never arrive: {missing:?}");
    }
}

/// The setting that chooses a record.
pub(super) fn at(instance: &str, number: i64) -> String {
    format!("--set={instance}.at={number}")
}

/// A sandbox with its files in one folder.
pub(super) struct Sandbox {
    folder: TempDir,
    application: &'static str,
    arguments: Vec<String>,
}

impl Sandbox {
    /// Prepares a sandbox whose instances with these names read and write files.
    pub(super) fn new(application: &'static str, with_files: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().to_str().expect("a path in UTF-8").to_owned();
        let volume = |instance: &&str| format!("--set=volumes.{instance}.data={path}");
        let arguments = with_files.iter().map(volume).collect();
        Self { folder, application, arguments }
    }

    /// Writes a file of items.
    pub(super) fn write(&self, file: &str, items: impl IntoIterator<Item = Item>) {
        let line = |item: Item| {
            let Item { number, key, part, padding } = item;
            serde_json::json!({ "number": number, "key": key, "part": part, "padding": padding })
                .to_string()
        };
        let lines: Vec<String> = items.into_iter().map(line).collect();
        fs::write(self.path().join(file), lines.join("\n")).expect("a file");
    }

    /// Returns the numbers in the file that came out.
    pub(super) fn numbers(&self) -> Vec<i64> {
        let text = fs::read_to_string(self.path().join("out.jsonl")).unwrap_or_default();
        let number = |line: &str| {
            let item: serde_json::Value = serde_json::from_str(line).expect("JSON");
            item["number"].as_i64().expect("a number")
        };
        text.lines().map(number).collect()
    }

    pub(super) fn start(&self, more: &[&str]) -> Process {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let all = [&["sandbox"], &arguments[..], more].concat();
        Process::start(self.path(), self.application, "sandbox", &all)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}
