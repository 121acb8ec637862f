//! Records from topic to topic, in ratios: `cargo bench -p cloudflow-runtime --features kafka --bench kafka`.
//!
//! Every contender reads all records of a topic with a new group, does the same to each with the same
//! codec, writes them to another topic, at least once, and is a process of its own. What counts is
//! records per second of its own processor time, and where it says `wall` per second.
//!
//! | option | meaning | default |
//! |---|---|---|
//! | `--rounds N` | how often all contenders run | 9 |
//! | `--records N` | how many records of 100 bytes each reads; a quarter as many of 1 KiB | 2,000,000 |
//! | `--settings "--set …"` | what else the application is told, to look at a setting | |

#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
#![expect(
    clippy::unwrap_used,
    clippy::allow_attributes,
    reason = "a benchmark that cannot go on has nothing to say"
)]
#![allow(missing_docs, reason = "nobody uses the types of a benchmark")]

#[path = "support/application.rs"]
mod application;
#[path = "support/broker.rs"]
mod broker;
#[path = "support/clients.rs"]
mod clients;
#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/contender.rs"]
mod contender;
#[path = "support/figures.rs"]
mod figures;
#[path = "support/futures.rs"]
mod futures_loop;
#[path = "support/options.rs"]
mod options;
#[path = "support/process.rs"]
mod process;
#[path = "support/reading.rs"]
mod reading;
#[path = "support/tuned.rs"]
mod tuned;

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use crate::broker::Broker;
use crate::cluster::Cluster;
use crate::contender::Contender;
use crate::figures::Figures;
use crate::options::Options;

/// How often the parent looks how far a contender is.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How long a contender may take.
const DEADLINE: Duration = Duration::from_mins(5);

fn main() -> ExitCode {
    if let Some(contender) = process::contender() {
        return contender::run(&contender);
    }
    let Some(options) = Options::of_process(&["rounds", "records", "settings"]) else {
        return ExitCode::SUCCESS;
    };
    let rounds: usize = options.number("rounds", 9);
    let records: u64 = options.number("records", 2_000_000);
    let broker = Broker::of_environment();
    let cluster = Cluster::new(&broker.servers);
    let bench = Bench { cluster, settings: options.words("settings") };
    let small = Load { instance: "small", size: 100, records };
    let large = Load { instance: "large", size: 1_024, records: records / 4 };
    for load in [&small, &large] {
        bench.prepare(load);
    }

    let mut figures = Figures::default();
    for round in 1..=rounds {
        println!("round {round} of {rounds}");
        let [ours, tuned, futures] = bench.in_turns(
            round,
            [Contender::Application, Contender::Tuned, Contender::Futures],
            &small,
        );
        figures.add("kafka.tuned", ours.per_processor_second / tuned.per_processor_second);
        figures.add("kafka.tuned.wall", ours.per_second / tuned.per_second);
        figures.add("kafka.futures", ours.per_processor_second / futures.per_processor_second);
        let [ours, tuned] =
            bench.in_turns(round, [Contender::Application, Contender::Tuned], &large);
        figures.add("kafka.tuned.1k", ours.per_processor_second / tuned.per_processor_second);
    }
    figures.print();
    ExitCode::SUCCESS
}

/// Records of one size, and the instance of the application that reads them.
struct Load {
    instance: &'static str,
    size: usize,
    records: u64,
}

impl Load {
    fn input(&self) -> String {
        format!("bench-readings-{}", self.size)
    }

    fn output(&self) -> String {
        format!("bench-results-{}", self.size)
    }
}

/// How fast a contender was.
#[derive(Clone, Copy)]
struct Speed {
    per_processor_second: f64,
    per_second: f64,
}

struct Bench {
    cluster: Cluster,
    settings: Vec<String>,
}

impl Bench {
    fn prepare(&self, load: &Load) {
        self.cluster.fill(&load.input(), load.records, load.size);
        self.cluster.clear(&load.output());
        self.cluster.forget_groups(application::GROUPS, &load.input());
    }

    /// Runs contenders, each round in another order; returns how fast they were, as they are given.
    fn in_turns<const N: usize>(
        &self,
        round: usize,
        contenders: [Contender; N],
        load: &Load,
    ) -> [Speed; N] {
        let mut speeds = [None; N];
        for turn in 0..N {
            let place = (round + turn) % N;
            speeds[place] = Some(self.measure(contenders[place], load));
        }
        speeds.map(Option::unwrap)
    }

    /// Runs a contender over all records. Its time runs from the first tenth of its output, so that
    /// starting and joining a group is in no figure, to the last record.
    fn measure(&self, contender: Contender, load: &Load) -> Speed {
        let output = load.output();
        let before = self.cluster.count(&output);
        let mut process =
            contender.start(&self.cluster, load.instance, &load.input(), &output, &self.settings);
        let began = Instant::now();
        let mut first = None;
        let (last, first) = loop {
            let written = self.cluster.count(&output) - before;
            let look = (written, process.processor_time(), Instant::now());
            if written >= load.records {
                break (look, first.expect("more than one look"));
            }
            if written > load.records / 10 {
                first.get_or_insert(look);
            }
            process.check_running();
            assert!(began.elapsed() < DEADLINE, "{contender:?} is at {written} records");
            thread::sleep(LOOK_EVERY);
        };
        process.stop();
        let written = self.cluster.count(&output) - before;
        assert_eq!(written, load.records, "{contender:?}: records written");
        let committed = self.cluster.forget_groups(application::GROUPS, &load.input());
        assert_eq!(committed, load.records, "{contender:?}: records committed");
        self.cluster.clear(&output);

        let records = as_f64(last.0 - first.0);
        let speed = Speed {
            per_processor_second: records / (last.1 - first.1).as_secs_f64(),
            per_second: records / (last.2 - first.2).as_secs_f64(),
        };
        println!(
            "  {:12} {:5} bytes  {:8.0} records per processor second  {:8.0} per second",
            contender.name(),
            load.size,
            speed.per_processor_second,
            speed.per_second
        );
        speed
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of some millions")]
fn as_f64(count: u64) -> f64 {
    count as f64
}
