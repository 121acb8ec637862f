//! How the application ends: in time, at once on the second signal, and with a reason when Kafka is
//! away or cannot be spoken to.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::process::Process;
use crate::sandbox::{get, start, url};

/// Returns an address where nobody listens: it was free a moment ago.
pub(crate) fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

/// Begins a request that never comes to its end, which a stop must wait for.
fn begin_request(url: &str) -> TcpStream {
    let address = url.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).expect("it listens");
    // The answer says that the request has begun to be served.
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it reads");
    let mut first = [0; 1];
    std::io::Read::read_exact(&mut stream, &mut first).expect("it goes on");
    stream
}

#[test]
fn a_stop_ends_in_the_configured_time() {
    let folder = TempDir::new().expect("a folder");
    let mut process = start(&folder, "", &["--drain-timeout=1 s"]);
    let _request = begin_request(&url(&mut process));
    let asked = Instant::now();
    process.signal("TERM");
    let (status, output) = process.finish();
    let took = asked.elapsed();
    assert!(status.success(), "{output}");
    assert!(took > Duration::from_millis(900), "it did not wait for the request: {took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_second_signal_ends_at_once() {
    for signal in ["INT", "TERM"] {
        let folder = TempDir::new().expect("a folder");
        let mut process = start(&folder, "", &["--drain-timeout=10 min"]);
        let _request = begin_request(&url(&mut process));
        process.signal(signal);
        process.await_line("Stopping");
        process.signal(signal);
        let (status, output) = process.finish();
        assert_eq!(status.code(), Some(130), "{output}");
        assert!(output.contains("records in flight are read again"), "{output}");
    }
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
            "error: Kafka setting `security.protocol`: `ssl` needs TLS, this binary was built \
             without TLS\nhelp: build it with the cargo feature `kafka-tls`, or \
             `kafka-tls-vendored` where OpenSSL's headers are not installed",
        );
    }
}
