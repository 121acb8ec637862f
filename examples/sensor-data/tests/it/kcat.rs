//! A Kafka client that is not ours, as an outside producer and consumer.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use crate::cluster::Cluster;
use crate::process::DEADLINE;

/// What stands between two records on their way into kcat. Encoded records do not contain it.
const END_OF_RECORD: &str = "--end-of-record--";
const END_OF_KEY: &str = "--end-of-key--";

/// A record as an outsider sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) partition: i32,
    pub(crate) key: Option<String>,
    pub(crate) value: Vec<u8>,
}

fn kcat(cluster: &Cluster, arguments: &[&str]) -> Command {
    let mut command = Command::new("kcat");
    command.args(["-b", &cluster.address]).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    command
}

/// Returns whether the cluster has this topic.
pub(crate) fn knows(cluster: &Cluster, topic: &str) -> bool {
    let output = kcat(cluster, &["-L"]).output().expect("kcat runs");
    assert!(output.status.success(), "kcat -L ends with {}", output.status);
    String::from_utf8_lossy(&output.stdout).contains(&format!("topic \"{topic}\" with"))
}

/// Writes records, and returns when Kafka has them all.
pub(crate) fn produce(cluster: &Cluster, topic: &str, values: &[Vec<u8>]) {
    let separator = ["-t", topic, "-D", END_OF_RECORD];
    write(cluster, &separator, &values.join(END_OF_RECORD.as_bytes()));
}

/// Writes records with keys, which choose the partition as in the Java client.
pub(crate) fn produce_keyed(cluster: &Cluster, topic: &str, records: &[(String, Vec<u8>)]) {
    let record =
        |(key, value): &(String, Vec<u8>)| [key.as_bytes(), END_OF_KEY.as_bytes(), value].concat();
    let records: Vec<_> = records.iter().map(record).collect();
    let arguments = ["-t", topic, "-D", END_OF_RECORD, "-K", END_OF_KEY];
    let partitioner = ["-X", "topic.partitioner=murmur2_random"];
    write(
        cluster,
        &[&arguments[..], &partitioner].concat(),
        &records.join(END_OF_RECORD.as_bytes()),
    );
}

fn write(cluster: &Cluster, arguments: &[&str], input: &[u8]) {
    let mut command = kcat(cluster, &[&["-P"], arguments].concat());
    let mut child = command.stdin(Stdio::piped()).spawn().expect("kcat starts");
    child.stdin.take().expect("an input").write_all(input).expect("kcat reads");
    let status = child.wait().expect("a status");
    assert!(status.success(), "kcat ends with {status}");
}

/// Reads a topic from the beginning to where it ends now.
pub(crate) fn read_all(cluster: &Cluster, topic: &str) -> Vec<Seen> {
    let mut command = kcat(cluster, &["-C", "-t", topic, "-o", "beginning", "-e"]);
    let mut child = command.args(FORMAT).spawn().expect("kcat starts");
    let mut output = BufReader::new(child.stdout.take().expect("an output"));
    let seen = std::iter::from_fn(|| next(&mut output)).collect();
    let status = child.wait().expect("a status");
    assert!(status.success(), "kcat ends with {status}");
    seen
}

/// Partition, length of the key and length of the value on a line; then both, and a line end.
const FORMAT: [&str; 3] = ["-q", "-f", "%p %K %S\\n%k%s\\n"];

fn next(output: &mut BufReader<ChildStdout>) -> Option<Seen> {
    let mut line = String::new();
    if output.read_line(&mut line).expect("a line") == 0 {
        return None;
    }
    let numbers: Vec<i32> =
        line.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    let [partition, key, value] = numbers[..] else { panic!("not a header: {line}") };
    let mut read = |length: i32| {
        // No key has the length -1.
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        output.read_exact(&mut bytes).expect("as much as was announced");
        Some(bytes)
    };
    let key = read(key).map(|key| String::from_utf8(key).expect("a key in UTF-8"));
    let value = read(value).expect("no tombstone");
    read(1);
    Some(Seen { partition, key, value })
}

/// A consumer that goes on until it is dropped, without a group.
pub(crate) struct Consumer {
    child: Child,
    records: Receiver<Seen>,
}

impl Consumer {
    /// Reads a topic from the beginning.
    pub(crate) fn start(cluster: &Cluster, topic: &str) -> Self {
        let mut command = kcat(cluster, &["-C", "-u", "-t", topic, "-o", "beginning"]);
        let mut child = command.args(FORMAT).spawn().expect("kcat starts");
        let mut output = BufReader::new(child.stdout.take().expect("an output"));
        let (sender, records) = channel();
        thread::spawn(move || {
            while let Some(seen) = next(&mut output) {
                if sender.send(seen).is_err() {
                    return;
                }
            }
        });
        Self { child, records }
    }

    /// Waits for records until `is_enough` says so of one.
    pub(crate) fn read_until(&self, mut is_enough: impl FnMut(Seen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let seen = self.records.recv_timeout(left).expect("a record");
            if is_enough(seen) {
                return;
            }
        }
    }

    /// Waits for this many records.
    pub(crate) fn read(&self, count: usize) -> Vec<Seen> {
        let mut read = Vec::with_capacity(count);
        self.read_until(|seen| {
            read.push(seen);
            read.len() == count
        });
        read
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        // It may have failed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
