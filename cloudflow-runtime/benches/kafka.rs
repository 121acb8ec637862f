//! Records from topic to topic, in ratios: `cargo bench -p cloudflow-runtime --bench kafka`.
//!
//! Every contender reads all records of a topic with a new group, does the same to each with the same
//! codec, writes them to another topic, at least once, and is a process of its own. What counts is
//! records per second of its own processor time, and where it says `wall` per second.
//!
//! | option | meaning | default |
//! |---|---|---|
//! | `--rounds N` | how often all contenders run | 9 |
//! | `--records N` | how many records of 100 bytes each reads | 2,000,000 |
//! | `--large N` | how many records of 1 KiB each reads, 0 for none | a quarter of that |
//!
//! To look at one thing:
//!
//! | option | meaning |
//! |---|---|
//! | `--only "NAME …"` | contenders that run: `application`, `tuned`, `futures` |
//! | `--settings "--set …"` | what else the application is told |
//! | `--properties "linger.ms=20 …"` | what else the clients of the others are told |

#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]

#[path = "support/application.rs"]
mod application;
#[path = "support/broker.rs"]
mod broker;
#[path = "support/clients.rs"]
mod clients;
#[path = "support/clock.rs"]
mod clock;
#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/contender.rs"]
mod contender;
#[path = "support/figures.rs"]
mod figures;
#[path = "support/futures.rs"]
mod futures_loop;
#[path = "support/input.rs"]
mod input;
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
use crate::contender::Contender::{self, Application, Futures, Tuned};
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
    let known = ["rounds", "records", "large", "only", "settings", "properties"];
    let Some(options) = Options::of_process(&known) else {
        return ExitCode::SUCCESS;
    };
    let rounds: usize = options.number("rounds", 9);
    let records: u64 = options.number("records", 2_000_000);
    let wanted = Contender::named(&options.words("only"), &[Application, Tuned, Futures]);
    let broker = Broker::of_environment();
    let bench = Bench {
        cluster: Cluster::new(&broker.servers),
        settings: options.words("settings"),
        properties: options.words("properties"),
    };
    let small = Load { instance: "small", size: 100, records };
    let large =
        Load { instance: "large", size: 1_024, records: options.number("large", records / 4) };
    bench.prepare(&small);
    bench.prepare(&large);

    let mut figures = Figures::default();
    for round in 1..=rounds {
        println!("round {round} of {rounds}");
        let mut contenders = wanted.clone();
        let speeds = bench.in_turns(round, &contenders, &small);
        figures.add("kafka.tuned", speeds.ratio(Tuned, Speed::PER_PROCESSOR_SECOND));
        figures.add("kafka.tuned.wall", speeds.ratio(Tuned, Speed::PER_SECOND));
        figures.add("kafka.futures", speeds.ratio(Futures, Speed::PER_PROCESSOR_SECOND));
        contenders.retain(|contender| *contender != Futures);
        let speeds = bench.in_turns(round, &contenders, &large);
        figures.add("kafka.tuned.1k", speeds.ratio(Tuned, Speed::PER_PROCESSOR_SECOND));
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

impl Speed {
    const PER_PROCESSOR_SECOND: fn(&Self) -> f64 = |speed| speed.per_processor_second;
    const PER_SECOND: fn(&Self) -> f64 = |speed| speed.per_second;
}

/// How fast those were that ran in one round.
struct Speeds(Vec<(Contender, Speed)>);

impl Speeds {
    /// Returns the speed of the application divided by that of another, if both ran.
    fn ratio(&self, other: Contender, figure: fn(&Speed) -> f64) -> Option<f64> {
        let of = |wanted| self.0.iter().find(|(contender, _)| *contender == wanted);
        let (ours, theirs) = (of(Application)?, of(other)?);
        Some(figure(&ours.1) / figure(&theirs.1))
    }
}

struct Bench<'a> {
    cluster: Cluster,
    settings: Vec<&'a str>,
    properties: Vec<&'a str>,
}

impl Bench<'_> {
    fn prepare(&self, load: &Load) {
        input::fill(&self.cluster, &load.input(), load.records, load.size);
        self.cluster.clear(&load.output());
        self.cluster.forget_groups(application::GROUPS, &load.input());
    }

    /// Runs contenders, each round in another order.
    fn in_turns(&self, round: usize, contenders: &[Contender], load: &Load) -> Speeds {
        let mut order = contenders.to_vec();
        if load.records == 0 {
            order.clear();
        } else if !order.is_empty() {
            order.rotate_left(round % contenders.len());
        }
        let speeds = order.into_iter().map(|contender| (contender, self.measure(contender, load)));
        Speeds(speeds.collect())
    }

    /// Runs a contender over all records. Its time runs from the first tenth of its output, so that
    /// starting and joining a group is in no figure, to the last record.
    fn measure(&self, contender: Contender, load: &Load) -> Speed {
        let output = load.output();
        let before = input::count(&self.cluster, &output);
        let settings = if contender == Application { &self.settings } else { &self.properties };
        let input = load.input();
        let mut process = contender.start(&self.cluster, load.instance, &input, &output, settings);
        let began = Instant::now();
        let mut first = None;
        let (last, first) = loop {
            let written = input::count(&self.cluster, &output) - before;
            let look = (written, clock::processor_time(&process), Instant::now());
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
        let written = input::count(&self.cluster, &output) - before;
        assert_eq!(written, load.records, "{contender:?}: records written");
        let committed = self.cluster.forget_groups(application::GROUPS, &input);
        assert_eq!(committed, load.records, "{contender:?}: records committed");
        self.cluster.clear(&output);

        let records = as_f64(last.0 - first.0);
        let speed = Speed {
            per_processor_second: records / last.1.saturating_sub(first.1).as_secs_f64(),
            per_second: records / last.2.duration_since(first.2).as_secs_f64(),
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
