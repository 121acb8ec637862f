//! The Kafka of `deploy/dev/kafka`, whose brokers the tests may kill, for one test at a time.

use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::executor::block_on;
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};

/// How long a test waits for anything that must happen. Only a bound: events decide.
pub(crate) const DEADLINE: Duration = Duration::from_secs(90);

/// Looks every now and then whether something has happened, for at most [`DEADLINE`].
pub(crate) fn await_that(what: &str, mut has_happened: impl FnMut() -> bool) {
    assert!(happens_within(DEADLINE, &mut has_happened), "{what}: not within {DEADLINE:?}");
}

/// Looks every now and then whether something has happened, and returns whether it has in time.
pub(crate) fn happens_within(time: Duration, mut has_happened: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + time;
    loop {
        if has_happened() {
            return true;
        }
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Tests share the topics of a blueprint and kill brokers, so they cannot run at the same time.
static ONE_TEST: Mutex<()> = Mutex::new(());

/// A cluster that belongs to one test.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// `HOST:PORT` of every broker.
    pub(crate) address: String,
    /// Whether it was started here, and is taken down at the end.
    is_own: bool,
    _alone: MutexGuard<'static, ()>,
}

impl Cluster {
    /// Takes the cluster at `KAFKA_BOOTSTRAP_SERVERS`, or where the script starts one by itself.
    pub(crate) fn take() -> Self {
        let alone = ONE_TEST.lock().unwrap_or_else(PoisonError::into_inner);
        let address = env::var("KAFKA_BOOTSTRAP_SERVERS");
        let address = address.unwrap_or_else(|_| "127.0.0.1:19092".to_owned());
        let cluster = Self { address, is_own: false, _alone: alone };
        // What an earlier test killed and did not get to start again.
        cluster.start_all();
        cluster
    }

    /// Takes the cluster at `KAFKA_BOOTSTRAP_SERVERS`, or starts one with so many brokers, on
    /// `KAFKA_PORT` or a port that nothing else uses.
    pub(crate) fn take_or_start(brokers: usize) -> Self {
        if env::var("KAFKA_BOOTSTRAP_SERVERS").is_ok() {
            return Self::take();
        }
        let alone = ONE_TEST.lock().unwrap_or_else(PoisonError::into_inner);
        let port = env::var("KAFKA_PORT").unwrap_or_else(|_| "19692".to_owned());
        let port: u16 = port.parse().expect("KAFKA_PORT is a port");
        let addresses =
            (0..brokers).map(|number| format!("127.0.0.1:{}", usize::from(port) + 10 * number));
        let address = addresses.collect::<Vec<_>>().join(",");
        let cluster = Self { address, is_own: true, _alone: alone };
        let mut command = cluster.script(&["up"]);
        command.env("KAFKA_BROKERS", brokers.to_string());
        // With the flags of the tests a broker runs out of memory in the course of an hour.
        command.env("KAFKA_JVM_FLAGS", "-Xmx768m");
        assert!(command.status().expect("the script runs").success(), "no cluster");
        cluster
    }

    pub(crate) fn brokers(&self) -> usize {
        self.address.split(',').count()
    }

    /// Crashes a broker, numbered from 1.
    pub(crate) fn kill(&self, broker: usize) {
        self.run(&["kill", &broker.to_string()]);
    }

    /// Starts a broker again, and waits until it serves.
    pub(crate) fn start(&self, broker: usize) {
        self.run(&["start", &broker.to_string()]);
    }

    pub(crate) fn start_all(&self) {
        for broker in 1..=self.brokers() {
            if !self.serves(broker) {
                self.start(broker);
            }
        }
    }

    fn serves(&self, broker: usize) -> bool {
        let address = self.address.split(',').nth(broker - 1).unwrap_or_default();
        let address: SocketAddr = address.parse().expect("an IP address and a port");
        std::net::TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
    }

    fn script(&self, arguments: &[&str]) -> Command {
        let first = self.address.split(',').next().unwrap_or_default();
        let port = first.parse::<SocketAddr>().expect("an IP address and a port").port();
        let mut command = Command::new(repository().join("deploy/dev/kafka"));
        command.args(arguments).env("KAFKA_PORT", port.to_string()).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) {
        // A broker outlives the script: with a pipe for its errors `output` would wait for it.
        let status = self.script(arguments).stderr(Stdio::null()).stdout(Stdio::null()).status();
        let status = status.expect("the script runs");
        assert!(status.success(), "deploy/dev/kafka {arguments:?} ends with {status}");
    }

    /// Removes topics, with all positions in them.
    pub(crate) fn remove_topics(&self, topics: &[&str]) {
        await_that("the topics go away", || {
            let known = self.topics();
            let left: Vec<_> = topics
                .iter()
                .copied()
                .filter(|topic| known.iter().any(|one| one.0 == *topic))
                .collect();
            if left.is_empty() {
                return true;
            }
            let admin: AdminClient<DefaultClientContext> =
                self.client().create().expect("a client");
            // What it says is seen by what is left.
            let _ = block_on(admin.delete_topics(&left, &AdminOptions::new()));
            false
        });
    }

    /// Returns the topics with their partitions.
    pub(crate) fn topics(&self) -> Vec<(String, i32)> {
        let consumer: BaseConsumer = self.client().create().expect("a client");
        let metadata = consumer.fetch_metadata(None, DEADLINE).expect("metadata");
        let partitions = |topic: &rdkafka::metadata::MetadataTopic| {
            i32::try_from(topic.partitions().len()).unwrap()
        };
        metadata.topics().iter().map(|topic| (topic.name().to_owned(), partitions(topic))).collect()
    }

    /// Returns what every client of the tests is made from.
    pub(crate) fn client(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.address);
        config.set("topic.metadata.refresh.interval.ms", "1000");
        // Brokers are killed on purpose.
        config.set_log_level(rdkafka::config::RDKafkaLogLevel::Critical);
        config.set("reconnect.backoff.max.ms", "500");
        config
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.is_own {
            let down = self.script(&["down"]).status();
            assert!(down.is_ok_and(|status| status.success()), "the cluster does not go down");
        }
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
