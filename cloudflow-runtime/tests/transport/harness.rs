//! A transport under test, and small words to produce and consume with it.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use cloudflow_runtime::delivery::{Completion, Origin, Tracker};
use cloudflow_runtime::transport::{
    Committer, Deliveries, Delivery, Message, Position, Producer, Subscription, TopicOutcome,
    TopicSpec, Transport, TransportError,
};
use uuid::Uuid;

/// Bounds every wait: nothing that a test waits for takes so long unless it is broken.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

/// Waits for something that must happen.
pub(crate) async fn within<F: Future>(what: &str, future: F) -> F::Output {
    tokio::time::timeout(DEADLINE, future)
        .await
        .unwrap_or_else(|_| panic!("{what}: not within {DEADLINE:?}"))
}

/// A transport, and names that no other test uses.
pub(crate) struct Bench {
    pub(crate) transport: Arc<dyn Transport>,
    unique: String,
}

impl Bench {
    pub(crate) fn new(transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport), unique: Uuid::new_v4().simple().to_string() }
    }

    pub(crate) fn name(&self, name: &str) -> String {
        format!("{name}-{}", self.unique)
    }

    pub(crate) fn spec(&self, topic: &str, partitions: u32) -> TopicSpec {
        let settings = BTreeMap::new();
        TopicSpec { name: self.name(topic), partitions, replicas: None, settings }
    }

    /// Creates a topic and returns its name.
    pub(crate) async fn topic(&self, partitions: u32) -> String {
        let spec = self.spec("records", partitions);
        self.create(&spec).await.unwrap();
        spec.name
    }

    pub(crate) async fn create(&self, spec: &TopicSpec) -> Result<TopicOutcome, TransportError> {
        let created = self.transport.create_topics(std::slice::from_ref(spec));
        let mut outcomes = within("create", created).await?;
        assert_eq!(outcomes.len(), 1);
        Ok(outcomes.remove(0))
    }

    pub(crate) async fn writer(&self, topic: &str) -> Writer {
        Writer(within("producer", self.transport.producer(topic)).await.unwrap())
    }

    pub(crate) async fn join(&self, topic: &str, group: &str) -> Reader {
        let tracker = Tracker::new(1);
        let joined = self.transport.subscribe(topic, group, tracker.inlet(0));
        let Subscription { deliveries, committer } = within("subscribe", joined).await.unwrap();
        Reader { deliveries, committer, positions: BTreeMap::new() }
    }
}

/// A producer that waits for room and for the end of all that it sends.
pub(crate) struct Writer(pub(crate) Arc<dyn Producer>);

impl Writer {
    pub(crate) async fn ready(&self) {
        within("room", poll_fn(|context| self.0.poll_ready(context))).await.unwrap();
    }

    pub(crate) async fn send(&self, message: Message) {
        self.ready().await;
        self.0.send(message, Completion::new(Origin::none()));
    }

    /// Sends the numbers of a range, without keys, and waits until the log has them.
    pub(crate) async fn numbers(&self, range: std::ops::Range<usize>) {
        for number in range {
            self.send(text(None, &number.to_string())).await;
        }
        self.flush().await;
    }

    pub(crate) async fn flush(&self) {
        within("flush", self.0.flush()).await.unwrap();
    }
}

pub(crate) fn text(key: Option<&str>, payload: &str) -> Message {
    let bytes = |text: &str| Bytes::copy_from_slice(text.as_bytes());
    Message { key: key.map(bytes), payload: Some(bytes(payload)), ..Message::default() }
}

/// The text of a payload.
pub(crate) fn payload(delivery: &Delivery) -> String {
    String::from_utf8(delivery.message.payload.clone().unwrap_or_default().to_vec()).unwrap()
}

/// A member of a group.
pub(crate) struct Reader {
    pub(crate) deliveries: Box<dyn Deliveries>,
    pub(crate) committer: Arc<dyn Committer>,
    positions: BTreeMap<i32, i64>,
}

impl Reader {
    pub(crate) async fn try_next(&mut self) -> Result<Delivery, TransportError> {
        poll_fn(|context| self.deliveries.poll_next(context)).await
    }

    pub(crate) async fn next(&mut self) -> Delivery {
        within("a record", self.try_next()).await.unwrap()
    }

    /// Reads a number of records and is done with each at once.
    pub(crate) async fn read(&mut self, count: usize) -> Vec<Read> {
        let mut read = Vec::with_capacity(count);
        for _ in 0..count {
            let delivery = self.next().await;
            read.push(self.finish(delivery));
        }
        read
    }

    /// Is done with a record.
    pub(crate) fn finish(&mut self, delivery: Delivery) -> Read {
        let read = Read::from(&delivery);
        let position = self.positions.entry(read.partition).or_default();
        *position = (*position).max(read.offset + 1);
        Completion::new(delivery.origin).succeed();
        read
    }

    /// Commits all that is done.
    pub(crate) async fn commit(&mut self) {
        let positions = std::mem::take(&mut self.positions)
            .into_iter()
            .map(|(partition, offset)| Position { partition, offset })
            .collect();
        within("commit", self.committer.commit(positions)).await.unwrap();
    }

    pub(crate) async fn close(self) {
        within("close", self.committer.close()).await;
    }
}

/// What a test remembers of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) payload: String,
}

impl From<&Delivery> for Read {
    fn from(delivery: &Delivery) -> Self {
        let Delivery { partition, offset, .. } = *delivery;
        Self { partition, offset, payload: payload(delivery) }
    }
}

/// Counts records for each partition.
pub(crate) fn by_partition(read: &[Read]) -> BTreeMap<i32, usize> {
    let mut counts = BTreeMap::new();
    for read in read {
        *counts.entry(read.partition).or_default() += 1;
    }
    counts
}
