//! Records in one process, in ratios: `cargo bench -p cloudflow-runtime --bench embedded`.
//!
//! A source, a map, a filter and a count: as streamlets of a sandbox on the embedded log, and by hand, as
//! tasks with channels between them and as many records in a message as pay. Both encode and decode at
//! every step with the same codec. What counts is records of the source per second of processor time.
//!
//! After it a sandbox whose last step takes a tenth of what its source has, and what memory that needs.
//!
//! | option | meaning | default |
//! |---|---|---|
//! | `--rounds N` | how often both run; 0 for none | 9 |
//! | `--records N` | how many records the source has | 2,000,000 |
//! | `--overload N` | for how many seconds the overload lasts; 0 for none | 300 |
//! | `--settings "--set …"` | what else the application is told, to look at a setting | |

#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/figures.rs"]
mod figures;
#[path = "support/notes.rs"]
mod notes;
#[path = "support/options.rs"]
mod options;
#[path = "support/overload.rs"]
mod overload;
#[path = "support/pipeline.rs"]
mod pipeline;
#[path = "support/process.rs"]
mod process;
#[path = "support/sample.rs"]
mod sample;

use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{fs, thread};

use crate::figures::Figures;
use crate::options::Options;
use crate::process::Process;

/// How long a contender may take.
const DEADLINE: Duration = Duration::from_mins(5);

fn main() -> ExitCode {
    match process::contender().as_deref() {
        Some("application") => return notes::timed(pipeline::run),
        Some("overload") => return overload::run(),
        Some("by_hand") => return notes::timed(by_hand::run),
        Some(other) => panic!("there is no contender `{other}`"),
        None => {}
    }
    let Some(options) = Options::of_process(&["rounds", "records", "overload", "settings"]) else {
        return ExitCode::SUCCESS;
    };
    let rounds: usize = options.number("rounds", 9);
    let records: u64 = options.number("records", 2_000_000);
    let seconds: u64 = options.number("overload", 300);
    let settings = options.words("settings");
    let application = || application(records, &settings);

    let mut figures = Figures::default();
    for round in 1..=rounds {
        println!("round {round} of {rounds}");
        let [ours, by_hand] = if round.is_multiple_of(2) {
            [application(), by_hand(records)]
        } else {
            let by_hand = by_hand(records);
            [application(), by_hand]
        };
        figures.add("embedded.by_hand", ours / by_hand);
    }
    if seconds > 0 {
        figures.add("overload.memory", memory_under_overload(Duration::from_secs(seconds)));
    }
    figures.print();
    ExitCode::SUCCESS
}

fn application(records: u64, settings: &[&str]) -> f64 {
    let records_of_source = format!("source.records={records}");
    let words = [&["sandbox", "--set", &records_of_source], settings].concat();
    run("application", &words, records)
}

fn by_hand(records: u64) -> f64 {
    run("by_hand", &[&records.to_string()], records)
}

/// Runs a contender to its end; returns the records per second of its processor time.
fn run(contender: &str, arguments: &[&str], records: u64) -> f64 {
    let lines = Process::start(contender, arguments).finish(DEADLINE);
    let count: u64 = notes::noted(&lines, "count").expect("a count");
    assert_eq!(count, pipeline::kept(records), "`{contender}`: records counted");
    let seconds: f64 = notes::noted(&lines, notes::SECONDS).expect("a processor time");
    let speed = as_f64(records) / seconds;
    println!("  {contender:12} {speed:9.0} records per processor second");
    speed
}

/// Lets a source have ten times as much as the step behind it takes; returns the most memory after the
/// whole time, divided by the most memory after a fifth of it.
fn memory_under_overload(duration: Duration) -> f64 {
    println!("overload for {} s", duration.as_secs());
    let mut process = Process::start("overload", &["sandbox"]);
    let started = Instant::now();
    let mut look = |after: Duration| {
        thread::sleep(after.saturating_sub(started.elapsed()));
        process.check_running();
        let peak = peak_memory(&process);
        println!("  after {:3} s  {:6} KiB at most", after.as_secs(), peak / 1024);
        as_f64(peak)
    };
    let (early, late) = (look(duration / 5), look(duration));
    let lines = process.stop();
    let [due, sent, taken]: [u64; 3] =
        ["due", "sent", "taken"].map(|name| notes::noted(&lines, name).expect("a count"));
    println!("  of {due} records the source sent {sent} and the last step took {taken}");
    assert!(due > 5 * taken, "that was no overload");
    late / early
}

/// Returns the most memory that a process had at any time, in bytes.
fn peak_memory(process: &Process) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.pid()));
    let status = status.expect("a process that runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.expect("its memory") * 1024
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of some millions, and bytes of some gigabytes"
)]
fn as_f64(count: u64) -> f64 {
    count as f64
}
