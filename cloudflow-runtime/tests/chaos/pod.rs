//! A pod: one instance of an application as a process of its own, which this executable becomes.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::blueprints::APPLICATION;
use crate::cluster::{Cluster, DEADLINE, await_that, happens_within};
use crate::http;

/// A running process, whose output is in a file.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts an application with these arguments.
    pub(crate) fn start(folder: &Path, application: &str, name: &str, arguments: &[&str]) -> Self {
        static STARTED: AtomicUsize = AtomicUsize::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let log = folder.join(format!("{number:04}-{name}.log"));
        let output = File::create(&log).expect("a log");
        let mut command = Command::new(std::env::current_exe().expect("a path"));
        command.env(APPLICATION, application).args(arguments);
        // Cargo sets this variable for tests as well; a sandbox would look for settings there.
        command.env_remove("CARGO_MANIFEST_DIR").env("NO_COLOR", "1").env("RUST_BACKTRACE", "0");
        command.stdin(Stdio::null());
        command.stdout(output.try_clone().expect("a handle")).stderr(output);
        Self { child: command.spawn().expect("it starts"), log }
    }

    /// Returns everything that was printed.
    pub(crate) fn output(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).expect("a log")).into_owned()
    }

    /// Waits for a line that contains `text`, and returns it.
    pub(crate) fn await_line(&mut self, text: &str) -> String {
        let mut found = None;
        let appears = happens_within(DEADLINE, || {
            // What ends has printed everything before it is seen to have ended.
            let has_ended = self.has_ended().is_some();
            found = self.output().lines().rfind(|line| line.contains(text)).map(str::to_owned);
            found.is_some() || has_ended
        });
        assert!(appears, "no line with `{text}` within {DEADLINE:?}:\n{}", self.output());
        found.unwrap_or_else(|| panic!("it ended without `{text}`:\n{}", self.output()))
    }

    /// Sends a signal by name, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &pid]).output();
        assert!(sent.expect("kill runs").status.success(), "kill -{name} {pid}");
    }

    /// Returns how it ended, if it has.
    pub(crate) fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a status")
    }

    /// Crashes it.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("a status");
    }

    /// Waits for its end, for so long.
    pub(crate) fn end_within(&mut self, time: Duration) -> Option<ExitStatus> {
        let mut status = None;
        happens_within(time, || {
            status = self.has_ended();
            status.is_some()
        });
        status
    }

    /// Sends SIGTERM, and returns how it ended and how long that took.
    pub(crate) fn stop(mut self, grace: Duration) -> Result<(ExitStatus, Duration), String> {
        let asked = Instant::now();
        if let Some(status) = self.has_ended() {
            return Err(format!("it had ended by itself with {status}: {}", self.last_words()));
        }
        self.signal("TERM");
        match self.end_within(grace) {
            Some(status) => Ok((status, asked.elapsed())),
            None => Err(format!("it does not stop within {grace:?}: {}", self.last_words())),
        }
    }

    /// Sends SIGTERM, and expects a good end in time.
    pub(crate) fn stop_well(self) -> String {
        let log = self.log.clone();
        let stopped = self.stop(DEADLINE);
        let output = String::from_utf8_lossy(&fs::read(log).expect("a log")).into_owned();
        let (status, _) = stopped.unwrap_or_else(|error| panic!("{error}\n{output}"));
        assert!(status.success(), "{status}: {output}");
        output
    }

    /// Returns the last line that was printed.
    pub(crate) fn last_words(&self) -> String {
        let output = self.output();
        let error = output.lines().rfind(|line| line.starts_with("error: "));
        error.or(output.lines().last()).unwrap_or("(nothing)").to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, in most cases.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One instance of an application, with a management port.
#[derive(Debug)]
pub(crate) struct Pod {
    pub(crate) process: Process,
    management: Option<SocketAddr>,
}

impl Pod {
    /// Starts an instance.
    pub(crate) fn start(
        cluster: &Cluster,
        folder: &Path,
        application: &str,
        instance: &str,
        more: &[&str],
    ) -> Self {
        let arguments =
            ["run", instance, "--kafka", &cluster.address, "--management", "127.0.0.1:0"];
        let process = Process::start(folder, application, instance, &[&arguments, more].concat());
        Self { process, management: None }
    }

    fn management(&mut self) -> SocketAddr {
        if let Some(address) = self.management {
            return address;
        }
        let line = self.process.await_line("\"management\"");
        let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let address = line["management"].as_str().expect("an address").parse().expect("an address");
        self.management = Some(address);
        address
    }

    /// Whether `/livez` answers that the pod need not be started anew.
    pub(crate) fn is_alive(&mut self) -> bool {
        let address = self.management();
        http::get(address, "/livez") == Some(200)
    }

    /// Whether `/readyz` answers that the pod does its work.
    pub(crate) fn is_ready(&mut self) -> bool {
        let address = self.management();
        http::get(address, "/readyz") == Some(200)
    }

    /// Waits until it is ready.
    pub(crate) fn await_ready(mut self) -> Self {
        self.management();
        await_that("the pod is ready", || {
            let ended = self.process.has_ended();
            assert!(ended.is_none(), "it ended: {}", self.process.output());
            self.is_ready()
        });
        self
    }
}
