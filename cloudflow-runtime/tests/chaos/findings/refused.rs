//! A record that its topic refuses ends the pod, also when nothing is sent after it. Seen: ready and
//! silent at 1,688 of 2,000 records, for good.

use super::bench::{Bench, NEVER, PATIENCE, Sandbox, at};
use crate::cluster::happens_within;

const TOTAL: i64 = 200;

pub(super) fn as_the_last() {
    refused(TOTAL - 1);
}

pub(super) fn before_others() {
    refused(TOTAL / 2);
}

fn refused(number: i64) {
    let bench = Bench::new("swell", &["item", "out"]);
    let mut pod = bench.pod(&[&at("swell", number), "--set=commit_interval=10 ms"]);
    bench.writer("item").numbers(0..TOTAL);
    let shows = happens_within(PATIENCE, || {
        pod.process.has_ended().is_some_and(|status| !status.success()) || !pod.is_ready()
    });
    let output = pod.process.output();
    assert!(shows, "it stands ready and does nothing:\n{output}");
    assert!(output.contains("findings.swell.out"), "the topic is not named:\n{output}");
    pod.process.kill();

    // Mended, nothing is missing: the refused record was not done.
    let follower = bench.follower("out");
    let pod = bench.pod(&[&at("swell", NEVER)]);
    happens_within(PATIENCE, || i64::try_from(follower.count()).unwrap() == TOTAL);
    pod.process.stop_well();
    bench.assert_complete("out", 0..TOTAL);
}

pub(super) fn in_the_sandbox() {
    let sandbox = Sandbox::new("sandbox_refused", &["out"]);
    let total = format!("--set=numbers.total={TOTAL}");
    let mut process = sandbox.start(&[&total, &at("swell", TOTAL / 2)]);
    let status = process.end_within(PATIENCE);
    let output = process.output();
    let status = status.unwrap_or_else(|| panic!("it runs on and does nothing:\n{output}"));
    assert!(!status.success(), "{output}");
    assert!(output.contains("sandbox-refused.swell.out"), "the topic is not named:\n{output}");
}
