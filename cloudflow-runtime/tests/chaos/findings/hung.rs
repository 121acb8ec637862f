//! A function that never comes back makes `/livez` fail, and the log names its record. A streamlet that
//! holds records is not hung. Seen: both probes at 200 for good.

use tempfile::TempDir;

use super::bench::{Bench, PATIENCE, at};
use crate::cluster::happens_within;
use crate::pod::Pod;

const AT: i64 = 5;

pub(super) fn by_a_blocked_thread() {
    hung("block", &["--set=hang_timeout=2 s"]);
}

pub(super) fn by_a_call_without_end() {
    hung("wait", &["--set=call_timeout=2 s"]);
}

fn hung(how: &str, settings: &[&str]) {
    let held = hold(settings);
    let bench = Bench::new("hang", &["item", "out"]);
    let (at, how) = (at("hang", AT), format!("--set=hang.how={how}"));
    let mut pod = bench.pod(&[settings, &[at.as_str(), &how]].concat());
    bench.writer("item").numbers(0..2 * AT);
    let fails = happens_within(PATIENCE, || !pod.is_alive());
    assert!(fails, "it stands alive and does nothing:\n{}", pod.process.output());
    let output = pod.process.await_line("The streamlet hangs");
    let names = |line: &str| {
        line.contains("findings.hang.item") && line.contains("offset") && line.contains('5')
    };
    assert!(output.lines().any(names), "no line names the record:\n{output}");
    drop((pod, bench));
    // It has held its records for longer than it took to find the other one hung.
    let (mut holder, _folder) = held;
    assert!(holder.is_alive() && holder.is_ready(), "{}", holder.process.output());
}

/// Starts a pod that holds records.
fn hold(settings: &[&str]) -> (Pod, TempDir) {
    let bench = Bench::new("hold", &["items"]);
    let mut pod = bench.pod(settings);
    bench.writer("items").numbers(0..3);
    pod.process.await_line("\"held\":3");
    (pod, bench.into_folder())
}
