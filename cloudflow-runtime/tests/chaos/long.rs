//! A thousand faults, in rounds, with a sum at the end: `cargo test ... --test chaos -- long`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;

use crate::cluster::Cluster;
use crate::plan::{Kind, Mode, Outline};
use crate::random::Random;
use crate::round::{self, Outcome};

/// Runs an application on Kafka under a long list of faults.
///
/// It starts a cluster of its own and takes it down at the end, unless the environment names one.
#[derive(Clone, Copy, Debug, Parser)]
#[command(name = "chaos long")]
struct Arguments {
    /// What all choices follow from; the one that is printed repeats them
    #[arg(long)]
    seed: Option<u64>,
    /// How many faults there are in all
    #[arg(long, default_value_t = 1_000)]
    points: usize,
    /// How many of them there are before records are compared
    #[arg(long, default_value_t = 50)]
    round: usize,
    /// The time between two faults, on average, in milliseconds
    #[arg(long, default_value_t = 2_700)]
    every: u64,
    /// How many records are written a second
    #[arg(long, default_value_t = 1_000)]
    rate: u32,
    /// How many brokers a cluster of its own has: 1 or 3
    #[arg(long, default_value_t = 3)]
    brokers: usize,
    /// Begin with this round, numbered from 1: to go on after an interruption
    #[arg(long, default_value_t = 1)]
    from: usize,
    /// End with this round
    #[arg(long, default_value_t = usize::MAX)]
    to: usize,
    /// Print the faults, and run nothing
    #[arg(long)]
    print: bool,
}

/// What happens in which round: half of all points are crashes.
const MODES: [Mode; 4] = [Mode::Crashes, Mode::Stops, Mode::Crashes, Mode::Growth];

pub(crate) fn main() -> ExitCode {
    let all: Vec<OsString> = std::env::args_os().skip(1).collect();
    let arguments = Arguments::parse_from(all);
    let seed = arguments.seed.unwrap_or_else(crate::random::seed);
    println!("seed {seed}; `long --seed {seed}` repeats it");
    let rounds = rounds(arguments, seed);
    if arguments.print {
        for point in rounds.iter().flat_map(|(_, outline)| outline.plan()) {
            println!("{:7.1} s  {}", point.at.as_secs_f64(), point.fault);
        }
        return ExitCode::SUCCESS;
    }
    let started = Instant::now();
    let cluster = Cluster::take_or_start(arguments.brokers);
    let mut sum = Sum::default();
    for (number, outline) in &rounds {
        let outline = Outline { brokers: cluster.brokers(), ..*outline };
        println!(
            "round {number}, {:?}, {} points, after {:.0} s",
            outline.mode,
            outline.points,
            started.elapsed().as_secs_f64()
        );
        let outcome = round::run(&cluster, outline, arguments.rate);
        sum.add(*number, outline.mode, outcome);
    }
    sum.print(seed, started.elapsed());
    if sum.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Divides all points among rounds, numbered from 1, each with a seed of its own.
fn rounds(arguments: Arguments, seed: u64) -> Vec<(usize, Outline)> {
    let mut random = Random::new(seed);
    let every = Duration::from_millis(arguments.every);
    let starts = (0..arguments.points).step_by(arguments.round.max(1));
    let all = starts.zip(MODES.iter().cycle()).map(|(start, mode)| {
        let points = (arguments.points - start).min(arguments.round.max(1));
        Outline { seed: random.next(), mode: *mode, points, every, brokers: arguments.brokers }
    });
    let wanted = arguments.from..=arguments.to;
    (1..).zip(all).filter(|(number, _)| wanted.contains(number)).collect()
}

/// What all rounds came to.
#[derive(Default)]
struct Sum {
    points: BTreeMap<Kind, usize>,
    sent: i64,
    arrived: usize,
    /// Records that came again in rounds in which processes crash, which is allowed there.
    repeated: usize,
    faults: Vec<String>,
    ended: Vec<String>,
    slowest_stop: Duration,
    /// The longest time without a new record, by what happened in the round.
    silence: BTreeMap<Mode, Duration>,
}

impl Sum {
    fn add(&mut self, round: usize, mode: Mode, outcome: Outcome) {
        println!(
            "  sent {}, arrived {}, repeated {}, slowest stop {:.1} s, longest silence {:.1} s, \
             ended by themselves {}, faults {}",
            outcome.sent,
            outcome.arrived,
            outcome.repeated,
            outcome.slowest_stop.as_secs_f64(),
            outcome.silence.as_secs_f64(),
            outcome.ended.len(),
            outcome.faults.len(),
        );
        for (kind, count) in outcome.points {
            *self.points.entry(kind).or_default() += count;
        }
        self.sent += outcome.sent;
        self.arrived += outcome.arrived;
        self.repeated += outcome.repeated;
        self.slowest_stop = self.slowest_stop.max(outcome.slowest_stop);
        let silence = self.silence.entry(mode).or_default();
        *silence = outcome.silence.max(*silence);
        let mut faults = outcome.faults;
        if mode == Mode::Crashes {
            self.ended.extend(outcome.ended);
        } else {
            faults.extend(outcome.ended.iter().map(|pod| format!("ended by itself: {pod}")));
        }
        for fault in faults {
            let fault = format!("round {round}, {mode:?}: {fault}");
            println!("  {fault}");
            self.faults.push(fault);
        }
    }

    fn print(&self, seed: u64, took: Duration) {
        println!("\nsum, seed {seed}, after {:.0} s", took.as_secs_f64());
        let points: usize = self.points.values().sum();
        println!("  points {points}: {:?}", self.points);
        println!("  records sent {}, arrived {}", self.sent, self.arrived);
        println!("  records that came again after crashes {}", self.repeated);
        println!("  slowest stop {:.1} s", self.slowest_stop.as_secs_f64());
        println!("  longest time without a new record {:?}", self.silence);
        println!("  pods that ended by themselves among crashes {}", self.ended.len());
        let mut words: BTreeMap<&str, usize> = BTreeMap::new();
        for ended in &self.ended {
            *words.entry(ended.split_once(": ").map_or("", |(_, words)| words)).or_default() += 1;
        }
        for (words, count) in words {
            println!("    {count} x {words}");
        }
        println!("  faults {}", self.faults.len());
        for fault in &self.faults {
            println!("    {fault}");
        }
    }
}
