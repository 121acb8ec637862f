//! How long records take, in ratios: `cargo bench -p cloudflow-runtime --bench latency`.
//!
//! Records come at an even pace, far below what the contenders could do. Each carries when it was sent; an
//! observer behind the contender's topic looks how long ago that is. Both ends are in this process, on
//! one clock. So a latency is that of two topics and a contender.
//!
//! | option | meaning | default |
//! |---|---|---|
//! | `--rounds N` | how often both contenders run | 9 |
//! | `--rate N` | how many records come in a second | 20,000 |
//! | `--seconds N` | for how long each is observed in a round | 15 |
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
#[path = "support/options.rs"]
mod options;
#[path = "support/pace.rs"]
mod pace;
#[path = "support/process.rs"]
mod process;
#[path = "support/reading.rs"]
mod reading;
#[path = "support/tuned.rs"]
mod tuned;

use std::process::ExitCode;
use std::time::Duration;

use crate::broker::Broker;
use crate::clock::processor_time;
use crate::cluster::Cluster;
use crate::contender::Contender::{self, Application, Tuned};
use crate::figures::{Figures, quantile};
use crate::options::Options;
use crate::pace::Pace;

/// The instance of the application, and its topics.
const INSTANCE: &str = "paced";
const INPUT: &str = "bench-paced-readings";
const OUTPUT: &str = "bench-paced-results";

fn main() -> ExitCode {
    if let Some(contender) = process::contender() {
        return contender::run(&contender);
    }
    let known = ["rounds", "rate", "seconds", "only", "settings", "properties"];
    let Some(options) = Options::of_process(&known) else {
        return ExitCode::SUCCESS;
    };
    let rounds: usize = options.number("rounds", 9);
    let pace = Pace {
        input: INPUT,
        output: OUTPUT,
        rate: options.number("rate", 20_000),
        warm_up: Duration::from_secs(3),
        duration: Duration::from_secs(options.number("seconds", 15)),
    };
    let broker = Broker::of_environment();
    let cluster = Cluster::new(&broker.servers);
    let measure = |contender| {
        let settings = if contender == Application { "settings" } else { "properties" };
        measure(contender, &cluster, &pace, &options.words(settings))
    };
    let contenders = Contender::named(&options.words("only"), &[Application, Tuned]);

    let mut figures = Figures::default();
    for round in 1..=rounds {
        println!("round {round} of {rounds}");
        let mut order = contenders.clone();
        order.rotate_left(round % contenders.len());
        let latencies: Vec<_> =
            order.into_iter().map(|contender| (contender, measure(contender))).collect();
        let of = |wanted| latencies.iter().find(|(contender, _)| *contender == wanted);
        if let (Some((_, ours)), Some((_, tuned))) = (of(Application), of(Tuned)) {
            figures.add("latency.p50", ours.p50 / tuned.p50);
            figures.add("latency.p99", ours.p99 / tuned.p99);
            figures.add("latency.p99.more_ms", ours.p99 - tuned.p99);
        }
    }
    figures.print();
    ExitCode::SUCCESS
}

/// Latencies in milliseconds: half of the records had less, or all but a hundredth.
struct Latencies {
    p50: f64,
    p99: f64,
}

fn measure(
    contender: Contender,
    cluster: &Cluster,
    pace: &Pace<'_>,
    settings: &[&str],
) -> Latencies {
    cluster.clear(pace.input);
    cluster.clear(pace.output);
    cluster.forget_groups(application::GROUPS, pace.input);
    let mut process = contender.start(cluster, INSTANCE, pace.input, pace.output, settings);
    let (latencies, records) = pace.observe(cluster);
    process.check_running();
    let microseconds = processor_time(&process).as_secs_f64() * 1e6 / records;
    process.stop();
    let [p50, p99] = [0.5, 0.99].map(|share| quantile(&latencies, share));
    println!(
        "  {:12} p50 {p50:7.2} ms  p99 {p99:7.2} ms  {microseconds:5.1} µs of a processor for a record",
        contender.name()
    );
    Latencies { p50, p99 }
}
