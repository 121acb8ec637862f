//! What an ingress does while Kafka is away, and after it.

use std::io::Write;
use std::net::TcpStream;
use std::time::Instant;

use serde_json::Value;

use crate::cluster::Cluster;
use crate::kcat;
use crate::process::DEADLINE;
use crate::sandbox::{REPORT, get, post, post_for_headers};

#[test]
#[ignore = "needs Kafka: deploy/dev/kafka up"]
fn an_ingress_goes_on_when_kafka_is_back() {
    let cluster = Cluster::with_topics();
    // A request is answered when the client has given its record up: the outage is longer than that.
    let process = cluster.start_streamlet(
        "ingress",
        &[
            "--set=ports.ingress=0",
            "--set=shutdown_delay=0 s",
            "--set=kafka.message.timeout.ms=2000",
            "--set=ingress.send_timeout=1 min",
        ],
    );
    let fact = |message: &str, key: &str| {
        let line = process.seen(&format!("\"message\":\"{message}\""));
        let line: Value = serde_json::from_str(&line).expect("JSON");
        line[key].as_str().expect("an address").replace("0.0.0.0", "127.0.0.1")
    };
    let management = format!("http://{}", fact("Starting.", "management"));
    let url = format!("http://{}", fact("Serving.", "address"));
    assert_eq!(post(&url, REPORT).0, 202);

    cluster.control(&["kill", "1"]);
    // The record of a client that does not wait for the answer concerns nobody else either.
    let mut gone = TcpStream::connect(url.trim_start_matches("http://")).expect("it listens");
    let length = REPORT.len();
    let request = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{REPORT}");
    gone.write_all(request.as_bytes()).expect("it reads");
    drop(gone);
    for _ in 0..2 {
        let (status, headers, body) = post_for_headers(&url, REPORT);
        assert_eq!(status, 503, "{body}");
        assert_eq!(headers["retry-after"], "1");
        let reason = body["errors"][0]["reason"].as_str().unwrap_or_default();
        assert!(reason.contains("not written within") || reason.contains("timed out"), "{body}");
    }
    // A server without its log answers all the same.
    assert_eq!(get(&format!("{management}/livez")), 200);
    assert_eq!(get(&format!("{management}/readyz")), 200);

    cluster.control(&["start", "1"]);
    let deadline = Instant::now() + DEADLINE;
    loop {
        let (status, body) = post(&url, REPORT);
        if status == 202 {
            break;
        }
        assert_eq!(status, 503, "{body}");
        assert!(Instant::now() < deadline, "it does not go on: {body}");
    }
    process.signal("TERM");
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
    assert!(output.contains("Requests are answered with 503"), "{output}");
    // A record that was answered with 503 may have arrived: at least once.
    assert!(kcat::read_all(&cluster, "sensor-data").len() >= 2);
}
