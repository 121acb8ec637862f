//! A real Kafka without the topics of earlier tests, for one test at a time.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::kcat;
use crate::process::{DEADLINE, Process};

/// The topics of the blueprint, with their partitions.
pub(crate) const TOPICS: [(&str, usize); 4] =
    [("sensor-data", 4), ("metrics", 12), ("valid-metrics", 12), ("invalid-metrics", 4)];

/// The blueprint names its topics, so tests cannot share a cluster at the same time.
static ONE_TEST: Mutex<()> = Mutex::new(());

/// The cluster of `deploy/dev/kafka`, which belongs to one test.
pub(crate) struct Cluster {
    /// `KAFKA_BOOTSTRAP_SERVERS`, or where the script starts a broker unless it is told otherwise.
    pub(crate) address: String,
    _alone: MutexGuard<'static, ()>,
}

impl Cluster {
    /// Takes the cluster and removes the topics of the blueprint, with all positions in them.
    pub(crate) fn empty() -> Self {
        // What a failed test leaves behind is removed below.
        let alone = ONE_TEST.lock().unwrap_or_else(PoisonError::into_inner);
        let address = std::env::var("KAFKA_BOOTSTRAP_SERVERS");
        let address = address.unwrap_or_else(|_| "127.0.0.1:19092".to_owned());
        let cluster = Self { address, _alone: alone };
        let names = TOPICS.map(|(name, _)| name).join("|");
        cluster.topics(&["--delete", "--if-exists", "--topic", &names]);
        let deadline = Instant::now() + DEADLINE;
        while TOPICS.iter().any(|(name, _)| kcat::knows(&cluster, name)) {
            assert!(Instant::now() < deadline, "the topics do not go away");
        }
        cluster
    }

    /// Takes the cluster, with the topics of the blueprint made by the application.
    pub(crate) fn with_topics() -> Self {
        let cluster = Self::empty();
        cluster.run(&["topics", "create"]);
        cluster
    }

    /// Runs Kafka's own topic command, and returns what it prints.
    pub(crate) fn topics(&self, arguments: &[&str]) -> String {
        self.control(&[&["topics"], arguments].concat())
    }

    /// Runs the script that starts and kills brokers, and returns what it prints.
    pub(crate) fn control(&self, arguments: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/dev/kafka");
        let first = self.address.split(',').next().unwrap_or_default();
        let port = first.parse::<SocketAddr>().expect("an IP address and a port").port();
        let output = Command::new(script)
            .args(arguments)
            .env("KAFKA_PORT", port.to_string())
            .output()
            .expect("the script runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Starts the application on this cluster.
    pub(crate) fn start(&self, arguments: &[&str]) -> Process {
        Process::start(&[arguments, &["--kafka", &self.address]].concat())
    }

    /// Runs the application on this cluster to a good end, and returns what it prints.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let (status, output) = self.start(arguments).finish();
        assert!(status.success(), "{arguments:?}: {output}");
        output
    }

    /// Starts a streamlet as a pod does, and waits until it is ready.
    pub(crate) fn start_streamlet(&self, instance: &str, more: &[&str]) -> Process {
        let arguments = ["run", instance, "--management", "127.0.0.1:0"];
        let mut process = self.start(&[&arguments, more].concat());
        process.await_line("\"message\":\"Ready.\"");
        process
    }
}
