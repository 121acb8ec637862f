//! What a contender tells at its end: lines between those that it prints anyway.

use std::fmt::Display;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// What a contender notes its processor time as.
pub(crate) const SECONDS: &str = "processor_seconds";

/// What stands before a note on the output of a contender.
const NOTE: &str = "note ";

/// Tells something to the benchmark: as the last lines that a contender prints.
pub(crate) fn note(name: &str, value: impl Display) {
    println!("{NOTE}{name} {value}");
}

/// Returns what a contender noted.
pub(crate) fn noted<T: FromStr>(lines: &[String], name: &str) -> Option<T> {
    let notes = lines.iter().filter_map(|line| line.strip_prefix(NOTE)?.split_once(' '));
    notes.filter(|(noted, _)| *noted == name).find_map(|(_, value)| value.parse().ok())
}

/// Runs a contender, and notes the processor time of its whole life.
pub(crate) fn timed(contender: impl FnOnce() -> ExitCode) -> ExitCode {
    let code = contender();
    let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).expect("a process has a clock");
    note(SECONDS, Duration::from(time).as_secs_f64());
    code
}
