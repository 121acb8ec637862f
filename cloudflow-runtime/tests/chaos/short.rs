//! A minute of faults, for every change.

use std::time::Duration;

use libtest_mimic::Trial;

use crate::cluster::Cluster;
use crate::plan::{Mode, Outline};
use crate::{kafka_test, random, round};

/// How many records are written a second.
const RATE: u32 = 1_000;

/// Ten faults in twenty seconds.
const POINTS: usize = 10;
const EVERY: Duration = Duration::from_secs(2);

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        kafka_test("short::stops_lose_and_repeat_nothing", || short(Mode::Stops)),
        kafka_test("short::growing_topics_lose_and_repeat_nothing", || short(Mode::Growth)),
        kafka_test("short::crashes_lose_nothing", || short(Mode::Crashes)),
    ]
}

fn short(mode: Mode) {
    let seed = random::seed();
    println!("\n    {mode:?}; CHAOS_SEED={seed} repeats it");
    let cluster = Cluster::take();
    let brokers = cluster.brokers();
    let outline = Outline { seed, mode, points: POINTS, every: EVERY, brokers };
    let outcome = round::run(&cluster, outline, RATE);
    println!(
        "    sent {}, arrived {}, repeated {}, slowest stop {:.1} s, longest silence {:.1} s",
        outcome.sent,
        outcome.arrived,
        outcome.repeated,
        outcome.slowest_stop.as_secs_f64(),
        outcome.silence.as_secs_f64(),
    );
    let mut faults = outcome.faults;
    if mode != Mode::Crashes {
        faults.extend(outcome.ended.iter().map(|pod| format!("ended by itself: {pod}")));
    }
    assert!(faults.is_empty(), "seed {seed}, {mode:?}:\n{}", faults.join("\n"));
}
