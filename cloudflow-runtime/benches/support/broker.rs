//! The Kafka that a benchmark uses: one that is up, or one of its own.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a cluster of our own listens, unless `KAFKA_PORT` says otherwise.
const PORT: &str = "19592";

/// With the defaults of the development cluster the broker is the limit, not its client.
const JVM_FLAGS: &str = "-Xmx1g -XX:TieredStopAtLevel=4";

/// A cluster, taken down at the end if it was started here.
#[derive(Debug)]
pub(crate) struct Broker {
    pub(crate) servers: String,
    own: Option<Script>,
}

impl Broker {
    /// Takes the cluster of `KAFKA_BOOTSTRAP_SERVERS`, or starts one.
    pub(crate) fn of_environment() -> Self {
        if let Ok(servers) = env::var("KAFKA_BOOTSTRAP_SERVERS") {
            return Self { servers, own: None };
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/dev/kafka");
        let port = env::var("KAFKA_PORT").unwrap_or(PORT.to_owned());
        let script = Script { path, port };
        script.run("up");
        let printed = script.run("env");
        let servers = printed.trim().split_once('=').map(|(_, servers)| servers.to_owned());
        Self { servers: servers.expect("a variable with its value"), own: Some(script) }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        if let Some(script) = &self.own {
            script.run("down");
        }
    }
}

#[derive(Debug)]
struct Script {
    path: PathBuf,
    port: String,
}

impl Script {
    /// Runs a verb; returns what it printed.
    fn run(&self, verb: &str) -> String {
        let mut command = Command::new(&self.path);
        command.arg(verb).env("KAFKA_PORT", &self.port).env("KAFKA_JVM_FLAGS", JVM_FLAGS);
        let output = command.stderr(std::process::Stdio::inherit()).output();
        let output = output.expect("deploy/dev/kafka starts");
        assert!(output.status.success(), "deploy/dev/kafka {verb}: {}", output.status);
        String::from_utf8(output.stdout).expect("text")
    }
}
