//! An aggregator sends what is open when nothing more can come, and not when it is only stopped. Seen
//! in the sandbox: 121 counts were said to be sent, and none arrived.

use super::bench::{Bench, PATIENCE, Sandbox};
use crate::cluster::{await_that, happens_within};
use crate::streamlets::Item;
use crate::topic::read_all;

const KEYS: i64 = 121;

/// Keys that come last in every partition, so that what is before them has been read with them.
const LAST: std::ops::Range<i64> = 1_000..1_016;

pub(super) fn in_the_sandbox() {
    let sandbox = Sandbox::new("sandbox_count", &["file", "out"]);
    let items = (0..3).flat_map(|number| (0..KEYS).map(move |key| Item::new(number, key)));
    sandbox.write("in.jsonl", items);
    let mut process = sandbox.start(&["--exit-when-idle", "--set=file.file=in.jsonl"]);
    let status = process.end_within(PATIENCE);
    let status = status.unwrap_or_else(|| panic!("it does not end:\n{}", process.output()));
    assert!(status.success(), "{}", process.output());
    let numbers = sandbox.numbers();
    assert_eq!(numbers.len(), usize::try_from(KEYS).unwrap(), "{}", process.output());
    assert!(numbers.iter().all(|count| *count == 3), "{numbers:?}");
}

pub(super) fn over_a_stop() {
    let bench = Bench::new("count", &["items", "out"]);
    let count_of = |keys: std::ops::Range<i64>| {
        let counts = read_all(&bench.cluster, &bench.topic("out"));
        let counts = counts.iter().filter(|seen| keys.contains(&seen.key));
        let numbers: Vec<i64> = counts.map(|seen| seen.identity.0).collect();
        numbers
    };
    let write = |keys: std::ops::Range<i64>, times| {
        let writer = bench.writer("items");
        for number in 0..times {
            keys.clone().for_each(|key| writer.send(&Item::new(number, key)));
        }
        writer.flush();
    };
    let pod = bench.pod(&["--set=commit_interval=10 ms"]);
    write(0..KEYS, 15);
    write(LAST, 10);
    await_that("all is read", || count_of(LAST).len() == LAST.count());
    pod.process.stop_well();
    let counts = count_of(0..KEYS);
    let all = usize::try_from(KEYS).unwrap();
    assert_eq!(counts.len(), all, "each key has one count up to now: {counts:?}");

    let pod = bench.pod(&[]);
    write(0..KEYS, 5);
    happens_within(PATIENCE, || count_of(0..KEYS).len() == 2 * all);
    pod.process.stop_well();
    let counts = count_of(0..KEYS);
    assert_eq!(counts, vec![10; 2 * all], "what was open at the stop counts on");
}
