//! An ingress outlives a record that its topic refuses, and an outage of its broker. Seen: 503 for ever
//! after either, with both probes at 200.

use std::net::{Ipv4Addr, SocketAddr};
use std::thread;
use std::time::Duration;

use super::bench::{Bench, PATIENCE};
use crate::cluster::happens_within;
use crate::http;
use crate::pod::Pod;
use crate::streamlets::noise;

fn body(number: i64, padding: usize) -> String {
    let padding = noise(padding);
    format!(r#"{{"number":{number},"key":1,"part":0,"padding":"{padding}"}}"#)
}

fn start(bench: &Bench, more: &[&str]) -> (Pod, SocketAddr) {
    let mut pod = bench.pod(&[&["--set=ports.http=0"], more].concat());
    let line = pod.process.await_line("\"Serving.\"");
    let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let bound: SocketAddr =
        line["address"].as_str().expect("an address").parse().expect("an address");
    (pod, SocketAddr::from((Ipv4Addr::LOCALHOST, bound.port())))
}

pub(super) fn refused_record() {
    let bench = Bench::new("http", &["out"]);
    let (mut pod, address) = start(&bench, &[]);
    assert_eq!(http::post(address, &body(1, 0)), Some(202));
    let large = http::post(address, &body(2, 10_000));
    assert!(large.is_some_and(|status| (400..500).contains(&status)), "{large:?}");
    assert_eq!(http::post(address, &body(3, 0)), Some(202), "{}", pod.process.output());
    assert!(pod.is_alive() && pod.is_ready());
    pod.process.stop_well();
    assert_eq!(bench.numbers("out"), [1, 3]);
}

pub(super) fn outage() {
    let bench = Bench::new("http", &["out"]);
    let (mut pod, address) = start(&bench, &["--set=kafka.message.timeout.ms=6000"]);
    assert_eq!(http::post(address, &body(1, 0)), Some(202));
    for broker in 1..=bench.cluster.brokers() {
        bench.cluster.kill(broker);
    }
    assert_eq!(http::post(address, &body(2, 0)), Some(503), "{}", pod.process.output());
    // What was accepted by nobody times out in the meantime.
    thread::sleep(Duration::from_secs(7));
    bench.cluster.start_all();
    let recovers = happens_within(PATIENCE, || {
        // A process that ends is started anew, which is as good.
        pod.process.has_ended().is_some() || http::post(address, &body(3, 0)) == Some(202)
    });
    assert!(recovers, "it stands and takes nothing:\n{}", pod.process.output());
}
