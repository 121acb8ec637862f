//! What a failing streamlet has done is written and committed before it ends. Seen: 71,660 repeats in
//! 20 crashes.

use super::bench::{Bench, NEVER, PATIENCE, at};
use crate::cluster::{DEADLINE, happens_within};

const TOTAL: i64 = 12_000;

/// The records at which it fails, each once.
const FAILURES: [i64; 5] = [1, 2_500, 5_000, 7_777, 11_999];

pub(super) fn value_function() {
    fail("fail", "item");
}

pub(super) fn stream_function() {
    fail("streams", "items");
}

fn fail(instance: &'static str, inlet: &str) {
    let bench = Bench::new(instance, &[inlet, "out"]);
    bench.writer(inlet).numbers(0..TOTAL);
    // The only commit is the one at the end.
    let commit = "--set=commit_interval=10 min";
    for failure in FAILURES {
        let mut pod = bench.pod(&[&at(instance, failure), commit]);
        let status = pod.process.end_within(DEADLINE);
        let output = pod.process.output();
        assert!(status.is_some_and(|status| !status.success()), "{output}");
        assert!(output.contains(&format!("number {failure} is not to be had")), "{output}");
    }
    let follower = bench.follower("out");
    let pod = bench.pod(&[&at(instance, NEVER), commit]);
    happens_within(PATIENCE, || i64::try_from(follower.count()).unwrap() == TOTAL);
    pod.process.stop_well();
    bench.assert_complete("out", 0..TOTAL);
    let written = i64::try_from(bench.numbers("out").len()).unwrap();
    assert_eq!(written - TOTAL, 0, "records were written again");
}
