//! The binary as a child process that never outlives its test.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits for anything before it fails. Only a bound: events decide.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

/// A running process whose output lines arrive one by one.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Process {
    /// Starts the example with these arguments, in a configuration of its own.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_in(&env::temp_dir(), arguments)
    }

    /// Does the same with environment variables.
    pub(crate) fn start_with(variables: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::spawn(&env::temp_dir(), variables, arguments)
    }

    /// Does the same with another folder for what is temporary.
    pub(crate) fn start_in(temporary: &Path, arguments: &[&str]) -> Self {
        Self::spawn(temporary, &[], arguments)
    }

    fn spawn(temporary: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sensor-data"));
        command.env("TMPDIR", temporary).envs(variables.iter().copied());
        // Cargo sets this variable for tests as well; the sandbox would take the example's own settings.
        command.args(arguments).env_remove("CARGO_MANIFEST_DIR").env("NO_COLOR", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the example starts");
        let (sender, lines) = channel();
        let outputs: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("an output")),
            Box::new(child.stderr.take().expect("an output")),
        ];
        for output in outputs {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        Self { child, lines, seen: Vec::new() }
    }

    /// Waits for a line that contains `text`, and returns it.
    pub(crate) fn await_line(&mut self, text: &str) -> String {
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    self.seen.push(line.clone());
                    if line.contains(text) {
                        return line;
                    }
                }
                Err(error) => panic!("no line with `{text}` ({error}):\n{}", self.seen.join("\n")),
            }
        }
    }

    /// Returns the last line up to now that contains `text`.
    pub(crate) fn seen(&self, text: &str) -> String {
        let line = self.seen.iter().rev().find(|line| line.contains(text));
        line.unwrap_or_else(|| panic!("no line with `{text}`:\n{}", self.seen.join("\n"))).clone()
    }

    /// Sends a signal by name, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(status.expect("kill runs").success(), "kill -{name} {pid}");
    }

    /// Waits for the end, and returns the status with everything that was printed.
    pub(crate) fn finish(mut self) -> (ExitStatus, String) {
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => self.seen.push(line),
                // Both outputs are closed, so the process has ended or is about to.
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("it does not end:\n{}", self.seen.join("\n"))
                }
            }
        }
        let status = self.child.wait().expect("a status");
        (status, self.seen.join("\n"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already after `finish`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
