//! How the application ends: in time, at once on the second signal, and with a reason when Kafka is
//! away or cannot be spoken to.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cluster::Cluster;
use crate::kcat;
use crate::process::Process;
use crate::sandbox::{REPORT, get, post, start, url};

/// What a pipe holds on Linux.
const PIPE: usize = 64 * 1024;

/// Returns an address where nobody listens: it was free a moment ago.
pub(crate) fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

/// Starts the sandbox with a record in it that is never done: its file is a pipe that is full.
fn start_stuck(folder: &TempDir, more: &[&str]) -> (Process, File) {
    let pipe = folder.path().join("valid-metrics.jsonl");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    // Opened in both directions, so that nobody waits for the other side.
    let mut held = File::options().read(true).write(true).open(&pipe).expect("a pipe");
    held.write_all(&vec![b' '; PIPE]).expect("room for all");

    let outputs = folder.path().join("folders");
    fs::create_dir(&outputs).expect("a folder");
    let there = format!("--set=volumes.valid.data={}", folder.path().display());
    let inputs = format!("--set=volumes.files.data={}", outputs.display());
    fs::write(outputs.join("sensor-data.jsonl"), "").expect("an input");
    let settings = ["sandbox", &there, &inputs, "--set=ports.ingress=0"];
    let mut process = Process::start(&[&settings, more].concat());
    assert_eq!(post(&url(&mut process), REPORT).0, 202);
    (process, held)
}

#[test]
fn a_stop_ends_in_the_configured_time() {
    let folder = TempDir::new().expect("a folder");
    let (process, _pipe) = start_stuck(&folder, &["--drain-timeout=1 s"]);
    let asked = Instant::now();
    process.signal("TERM");
    let (status, output) = process.finish();
    let took = asked.elapsed();
    assert!(!status.success(), "{output}");
    assert!(output.contains("did not stop within 1s"), "{output}");
    assert!(took > Duration::from_millis(900), "it did not wait for the record: {took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_second_signal_ends_at_once() {
    for signal in ["INT", "TERM"] {
        let folder = TempDir::new().expect("a folder");
        let (mut process, _pipe) = start_stuck(&folder, &["--drain-timeout=10 min"]);
        process.signal(signal);
        process.await_line("Stopping");
        process.signal(signal);
        let (status, output) = process.finish();
        assert_eq!(status.code(), Some(130), "{output}");
        assert!(output.contains("records in flight are read again"), "{output}");
    }
}

#[test]
fn requests_that_never_come_to_their_end_do_not_hold_a_stop() {
    let folder = TempDir::new().expect("a folder");
    let mut process = start(&folder, "", &["--drain-timeout=10 min"]);
    let url = url(&mut process);
    let address = url.strip_prefix("http://").expect("an address");
    let head = "POST / HTTP/1.1\r\nHost: x\r\nX-A: ";
    let body = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{\"id\":1";
    let mut streams = [head, body].map(|begin| {
        let mut stream = TcpStream::connect(address).expect("it listens");
        stream.write_all(begin.as_bytes()).expect("it reads");
        stream
    });
    // What was sent before this answer has arrived as well.
    assert_eq!(get(&format!("{url}/health")), 200);
    process.signal("TERM");
    for stream in &mut streams {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
        assert!(answer.contains("retry-after: 1\r\n"), "{answer}");
    }
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
}

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn a_pod_that_serves_leaves_before_it_stops() {
    let cluster = Cluster::with_topics();
    let settings = ["--set=ports.ingress=0", "--set=shutdown_delay=10 min"];
    let mut process = cluster.start_streamlet("ingress", &settings);
    let fact = |message: &str, key: &str| {
        let line = process.seen(&format!("\"message\":\"{message}\""));
        let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        line[key].as_str().expect("an address").replace("0.0.0.0", "127.0.0.1")
    };
    let management = format!("http://{}", fact("Starting.", "management"));
    let url = format!("http://{}", fact("Serving.", "address"));
    assert_eq!(get(&format!("{management}/readyz")), 200);

    process.signal("TERM");
    process.await_line("Leaving");
    assert_eq!(get(&format!("{management}/readyz")), 503);
    assert_eq!(get(&format!("{management}/livez")), 200);
    assert_eq!(post(&url, REPORT).0, 202);

    process.signal("TERM");
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
    assert_eq!(kcat::read_all(&cluster, "sensor-data").len(), 1);
}

#[test]
fn a_streamlet_waits_for_a_kafka_that_is_away() {
    let away = nowhere();
    let arguments = ["run", "metrics", "--management", "127.0.0.1:0", "--kafka", &away];
    let mut process = Process::start(&arguments);
    let started = process.await_line("\"message\":\"Starting.\"");
    let started: serde_json::Value = serde_json::from_str(&started).expect("JSON");
    let management = started["management"].as_str().expect("an address").to_owned();
    let waiting = process.await_line("\"message\":\"Waiting for Kafka.\"");
    assert!(waiting.contains("Connection refused"), "{waiting}");
    assert_eq!(get(&format!("http://{management}/livez")), 200);
    assert_eq!(get(&format!("http://{management}/readyz")), 503);
    process.signal("TERM");
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
    assert!(!output.contains("panicked"), "{output}");
}

#[test]
fn commands_say_that_kafka_is_away() {
    let away = nowhere();
    for arguments in [&["topics", "create", "--wait", "1 s"][..], &["sandbox"]] {
        let (status, output) = Process::start(&[arguments, &["--kafka", &away]].concat()).finish();
        assert_eq!(status.code(), Some(1), "{output}");
        let errors: Vec<_> = output.lines().filter(|line| line.starts_with("error: ")).collect();
        assert_eq!(errors.len(), 1, "{output}");
        assert!(errors[0].starts_with(&format!("error: Kafka at {away}")), "{output}");
        assert!(output.contains("\nhelp: check "), "{output}");
        assert!(!output.contains("panicked"), "{output}");
    }
}

#[cfg(not(feature = "kafka-tls"))]
#[test]
fn a_binary_without_tls_says_so() {
    let away = nowhere();
    let tls = ["--kafka", &away, "--set=kafka.security.protocol=ssl"];
    for arguments in [&["sandbox"][..], &["run", "metrics"], &["topics", "create"]] {
        let (status, output) = Process::start(&[arguments, &tls].concat()).finish();
        assert_eq!(status.code(), Some(1), "{output}");
        assert_eq!(
            output,
            "error: `--set kafka.security.protocol`: `ssl` needs TLS, and this binary was built \
             without it\nhelp: build it with the cargo feature `kafka-tls`, or `kafka-tls-vendored` \
             where OpenSSL's headers are not installed",
        );
    }
}
