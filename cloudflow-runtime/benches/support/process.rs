//! A contender as a process of its own: its processor time, its memory, its end.
//!
//! A contender is this very executable, started anew with the variable [`CONTENDER`]. So nothing that
//! the benchmark itself does is in a figure, and no contender warms up or litters another's heap.

use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::str::FromStr;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{env, fs};

use nix::sys::signal::{Signal, kill};
use nix::time::{ClockId, clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;

/// The variable that makes this executable a contender, and says which.
const CONTENDER: &str = "CLOUDFLOW_TEST_CONTENDER";

/// How long a contender may take to end.
const END: Duration = Duration::from_mins(1);

/// Returns which contender this process is, if it is one.
pub(crate) fn contender() -> Option<String> {
    env::var(CONTENDER).ok()
}

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

/// A running contender, killed if the benchmark fails before its end.
#[derive(Debug)]
pub(crate) struct Process {
    name: String,
    child: Child,
    clock: ClockId,
    output: Option<JoinHandle<Vec<String>>>,
}

impl Process {
    /// Starts this executable as a contender.
    pub(crate) fn start(contender: &str, arguments: &[impl AsRef<OsStr>]) -> Self {
        let mut command = Command::new(env::current_exe().expect("a path of the executable"));
        command.env(CONTENDER, contender).args(arguments);
        // What an application says of its life is not measured, its warnings are wanted.
        if env::var_os("CLOUDFLOW_LOG").is_none() {
            command.env("CLOUDFLOW_LOG", "warn");
        }
        // Cargo sets it for benchmarks; an application in a pod does not have it.
        command.env_remove("CARGO_MANIFEST_DIR");
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the executable starts once more");
        let pid = Pid::from_raw(child.id().cast_signed());
        let clock = clock_getcpuclockid(pid).expect("a process has a clock");
        let output = child.stdout.take().map(|output| {
            let lines = BufReader::new(output).lines();
            thread::spawn(move || lines.map_while(Result::ok).collect())
        });
        Self { name: contender.to_owned(), child, clock, output }
    }

    /// Returns the processor time of all its threads up to now, their system calls included.
    pub(crate) fn processor_time(&self) -> Duration {
        clock_gettime(self.clock).expect("the process is not waited for yet").into()
    }

    /// Returns the most memory that it had at any time, in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("the process is not waited for yet");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kibibytes.expect("a running process has memory") * 1024
    }

    /// Fails when the process has ended by itself.
    pub(crate) fn check_running(&mut self) {
        if let Some(status) = self.child.try_wait().expect("a status") {
            panic!("`{}` ended too early: {status}", self.name);
        }
    }

    /// Asks the process to end and waits for it; returns the lines that it printed.
    pub(crate) fn stop(self) -> Vec<String> {
        let pid = Pid::from_raw(self.child.id().cast_signed());
        kill(pid, Signal::SIGTERM).expect("the process is not waited for yet");
        self.finish(END)
    }

    /// Waits for the end of the process; returns the lines that it printed.
    pub(crate) fn finish(mut self, deadline: Duration) -> Vec<String> {
        let status = self.wait(deadline);
        assert!(status.success(), "`{}` failed: {status}", self.name);
        self.output.take().and_then(|output| output.join().ok()).unwrap_or_default()
    }

    fn wait(&mut self, deadline: Duration) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status;
            }
            assert!(started.elapsed() < deadline, "`{}` does not end", self.name);
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail when it has ended, which is the usual case.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
