//! A record that is dropped because its processing failed is read again, wherever it was dropped. Seen:
//! it was committed, since other parts of the streamlet had asked for more in the meantime.

use super::bench::{Bench, NEVER, PATIENCE, at};
use crate::cluster::{await_that, happens_within};
use crate::feed::Feed;
use crate::streamlets::Item;

const TOTAL: i64 = 150;
const FAILS: i64 = 60;

/// Above all other numbers, and below the one that never comes.
const OTHERS: i64 = 1_000_000;

pub(super) fn in_try_buffered() {
    read_again("buffered", &["items", "out"]);
}

pub(super) fn beside_another() {
    read_again("sides", &["left", "right", "out"]);
}

pub(super) fn in_a_task() {
    read_again("spawned", &["items", "out"]);
}

pub(super) fn by_a_timeout() {
    read_again("timed", &["items", "out"]);
}

/// The first of the ports has the record that fails. A second inlet has records all the time.
fn read_again(instance: &'static str, ports: &[&str]) {
    let bench = Bench::new(instance, ports);
    let mut wrong = Vec::new();
    let mut pod = bench.pod(&[&at(instance, FAILS), "--set=commit_interval=10 ms"]);
    let feed = ports
        .contains(&"right")
        .then(|| Feed::start(&bench.cluster, &bench.topic("right"), OTHERS, 500));
    // The one that fails is alone in its partition: nothing before it keeps it from being committed.
    let writer = bench.writer(ports[0]);
    let write = |partition, numbers: std::ops::Range<i64>| {
        numbers.for_each(|number| writer.send_to(Some(partition), &Item::new(number, 0)));
        writer.flush();
    };
    // It comes while others are worked on.
    let follower = bench.follower("out");
    write(0, 0..FAILS);
    await_that("others are through", || follower.count() > 0);
    write(1, FAILS..FAILS + 1);
    write(0, FAILS + 1..TOTAL);
    match pod.process.end_within(PATIENCE) {
        Some(status) if status.success() => wrong.push("it ends as if all were well".to_owned()),
        Some(_) => {
            let words = pod.process.last_words();
            let is_own = words.contains(&format!("number {FAILS} is not to be had"));
            let names_record = words.contains(&bench.topic(ports[0])) && words.contains("offset");
            if !is_own && !names_record {
                wrong.push(format!("its end does not say which record failed: {words}"));
            }
            pod.process.kill();
        }
        None => {
            wrong.push("it goes on without the record".to_owned());
            pod.process.signal("TERM");
            pod.process.end_within(PATIENCE);
        }
    }
    let others = feed.map_or(OTHERS, Feed::finish);

    let pod = bench.pod(&[&at(instance, NEVER)]);
    let expected = usize::try_from(TOTAL + others - OTHERS).unwrap();
    happens_within(PATIENCE, || follower.count() == expected);
    pod.process.stop_well();
    let mut missing = bench.missing("out", 0..TOTAL);
    missing.extend(bench.missing("out", OTHERS..others));
    if !missing.is_empty() {
        wrong.push(format!("numbers that never arrive: {missing:?}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}

/// The other way round: what is done without anything to send is not read again.
pub(super) fn on_purpose() {
    let bench = Bench::new("odd", &["items", "out"]);
    let follower = bench.follower("out");
    for (from, to) in [(0, TOTAL), (TOTAL, TOTAL + 10)] {
        let pod = bench.pod(&[]);
        bench.writer("items").numbers(from..to);
        let even = usize::try_from(to / 2).unwrap();
        await_that("the even ones arrive", || follower.count() == even);
        pod.process.stop_well();
    }
    let mut numbers = bench.numbers("out");
    numbers.sort_unstable();
    let even = (0..TOTAL + 10).filter(|number| number % 2 == 0);
    assert!(numbers.into_iter().eq(even), "each even number once");
}
