//! A contender as a process of its own.
//!
//! A contender is this very executable, started anew with the variable [`CONTENDER`]. So nothing that
//! the benchmark itself does is in a figure, and no contender warms up or litters another's heap.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// The variable that makes this executable a contender, and says which.
const CONTENDER: &str = "CLOUDFLOW_TEST_CONTENDER";

/// How long a contender may take to end.
const END: Duration = Duration::from_mins(1);

/// Returns which contender this process is, if it is one.
pub(crate) fn contender() -> Option<String> {
    env::var(CONTENDER).ok()
}

/// A running contender, killed if the benchmark fails before its end.
#[derive(Debug)]
pub(crate) struct Process {
    name: String,
    child: Child,
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
        let output = child.stdout.take().map(|output| {
            let lines = BufReader::new(output).lines();
            thread::spawn(move || lines.map_while(Result::ok).collect())
        });
        Self { name: contender.to_owned(), child, output }
    }

    /// Returns its number in the system.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }

    /// Fails when the process has ended by itself.
    pub(crate) fn check_running(&mut self) {
        if let Some(status) = self.child.try_wait().expect("a status") {
            panic!("`{}` ended too early: {status}", self.name);
        }
    }

    /// Asks the process to end and waits for it; returns the lines that it printed.
    pub(crate) fn stop(self) -> Vec<String> {
        kill(self.pid(), Signal::SIGTERM).expect("the process is not waited for yet");
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
