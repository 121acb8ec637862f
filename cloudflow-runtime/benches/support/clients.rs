//! What the contenders without a runtime have in common: client settings, the end of the process, and
//! committing what is acknowledged.
//!
//! They promise what the runtime promises: order, no loss, and at least once. So the producer is
//! idempotent, and a position is committed when what was made of all before it is written.

use std::thread;
use std::time::{Duration, Instant};

use rdkafka::consumer::{CommitMode, Consumer, ConsumerContext};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use tokio::signal::unix::{SignalKind, signal};

use crate::cluster::PARTITIONS;

/// What the runtime has by default.
const COMMIT_EVERY: Duration = Duration::from_secs(1);

/// Where a contender reads and writes.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) servers: String,
    pub(crate) input: String,
    pub(crate) output: String,
    pub(crate) group: String,
    /// More for both clients, as `key=value`.
    pub(crate) properties: Vec<String>,
}

impl Route {
    pub(crate) fn words(&self) -> Vec<String> {
        let route = [&self.servers, &self.input, &self.output, &self.group];
        route.into_iter().chain(&self.properties).cloned().collect()
    }

    pub(crate) fn of_process() -> Self {
        let mut words = std::env::args().skip(1);
        let mut next = || words.next().expect("a word of the route");
        let (servers, input, output, group) = (next(), next(), next(), next());
        Self { servers, input, output, group, properties: words.collect() }
    }

    pub(crate) fn consumer(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", &self.servers)
            .set("group.id", &self.group)
            .set("auto.offset.reset", "earliest")
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("partition.assignment.strategy", "cooperative-sticky")
            // With its default of a second the client pauses whenever its queue was full for a moment.
            .set("fetch.queue.backoff.ms", "5");
        self.with_properties(config)
    }

    pub(crate) fn producer(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", &self.servers)
            .set("acks", "all")
            .set("enable.idempotence", "true")
            .set("compression.type", "lz4");
        self.with_properties(config)
    }

    fn with_properties(&self, mut config: ClientConfig) -> ClientConfig {
        for (key, value) in self.properties.iter().filter_map(|word| word.split_once('=')) {
            config.set(key, value);
        }
        config
    }
}

/// Calls a function at SIGTERM, on a thread of its own.
pub(crate) fn on_stop(stop: impl FnOnce() + Send + 'static) {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        runtime.expect("a runtime").block_on(async {
            signal(SignalKind::terminate()).expect("a signal handler").recv().await;
        });
        stop();
    });
}

/// Positions of one topic, on their way to the group.
#[derive(Debug)]
pub(crate) struct Positions {
    topic: String,
    /// The offset behind the last record that is done, by partition.
    next: Vec<Option<i64>>,
    committed: Instant,
}

impl Positions {
    pub(crate) fn new(topic: &str) -> Self {
        let partitions = usize::try_from(PARTITIONS).expect("a small number");
        Self { topic: topic.to_owned(), next: vec![None; partitions], committed: Instant::now() }
    }

    /// Notes that a record and all before it in its partition are done.
    pub(crate) fn done(&mut self, partition: i32, offset: i64) {
        let partition = usize::try_from(partition).expect("a partition");
        *self.next.get_mut(partition).expect("as many partitions") = Some(offset + 1);
    }

    /// Commits what is new, if it is time.
    pub(crate) fn commit_in_time<C: ConsumerContext>(&mut self, consumer: &impl Consumer<C>) {
        if self.committed.elapsed() >= COMMIT_EVERY {
            self.commit(consumer, CommitMode::Async);
        }
    }

    /// Commits what is new.
    pub(crate) fn commit<C: ConsumerContext>(
        &mut self,
        consumer: &impl Consumer<C>,
        mode: CommitMode,
    ) {
        self.committed = Instant::now();
        let mut list = TopicPartitionList::new();
        for (partition, next) in (0..).zip(&mut self.next) {
            if let Some(next) = next.take() {
                let offset = Offset::Offset(next);
                list.add_partition_offset(&self.topic, partition, offset).expect("an offset");
            }
        }
        if list.count() > 0 {
            consumer.commit(&list, mode).expect("a commit");
        }
    }
}
