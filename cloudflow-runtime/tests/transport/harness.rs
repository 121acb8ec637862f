//! A cluster under test, and small words to write and read with it.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use cloudflow_runtime::delivery::Ledger;
use cloudflow_runtime::transport::{
    Admin, Amount, Batch, Bound, Claim, Cluster, Commits, Delivered, Header, InletSpec, Lag,
    Outgoing, OutletSpec, Position, ReadSpec, RecordRef, Records, SessionSpec, Settle, Sink,
    Source, TopicOutcome, TopicSpec, TransportError,
};
use uuid::Uuid;

/// Bounds every wait: nothing that a test waits for takes so long unless it is broken.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

/// How long a test looks at something that must not happen. It can only show that the test is right;
/// being short cannot make it fail.
const LOOK: Duration = Duration::from_secs(2);

/// Waits for something that must happen.
pub(crate) async fn within<F: Future>(what: &str, future: F) -> F::Output {
    tokio::time::timeout(DEADLINE, future)
        .await
        .unwrap_or_else(|_| panic!("{what}: not within {DEADLINE:?}"))
}

/// A cluster, and names that no other test uses.
pub(crate) struct Bench {
    pub(crate) cluster: Arc<dyn Cluster>,
    unique: String,
}

/// What a member reads; the bound holds for each inlet.
pub(crate) struct Reads<'a> {
    pub(crate) topics: &'a [&'a str],
    pub(crate) co_partitioned: &'a [Vec<usize>],
    pub(crate) bound: Amount,
}

pub(crate) const ROOMY: Amount = Amount { records: 10_000, bytes: 64 * 1024 * 1024 };

impl Bench {
    pub(crate) fn new(cluster: impl Cluster + 'static) -> Self {
        Self { cluster: Arc::new(cluster), unique: Uuid::new_v4().simple().to_string() }
    }

    pub(crate) fn admin(&self) -> &dyn Admin {
        self.cluster.admin()
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
        self.named_topic("records", partitions).await
    }

    pub(crate) async fn named_topic(&self, name: &str, partitions: u32) -> String {
        let spec = self.spec(name, partitions);
        self.create(&spec).await.unwrap();
        spec.name
    }

    pub(crate) async fn create(&self, spec: &TopicSpec) -> Result<TopicOutcome, TransportError> {
        let created = self.admin().create_topics(std::slice::from_ref(spec));
        let mut outcomes = within("create", created).await?;
        assert_eq!(outcomes.len(), 1);
        Ok(outcomes.remove(0))
    }

    pub(crate) async fn lag(&self, topic: &str, group: &str) -> Vec<Lag> {
        within("lag", self.admin().lag(topic, group)).await.unwrap()
    }

    /// How many records of a topic a group has not committed.
    pub(crate) async fn behind(&self, topic: &str, group: &str) -> u64 {
        self.lag(topic, group).await.iter().map(Lag::behind).sum()
    }

    pub(crate) async fn writer(&self, topic: &str) -> Writer {
        self.try_writer(topic, ROOMY).await.unwrap()
    }

    /// A writer that waits while so much is sent and not acknowledged.
    pub(crate) async fn try_writer(
        &self,
        topic: &str,
        bound: Amount,
    ) -> Result<Writer, TransportError> {
        let bound = Arc::new(Bound::new(bound));
        let outlets = [OutletSpec { topic: topic.to_owned(), bound: Arc::clone(&bound) }];
        let losses = Arc::new(Losses::default());
        let opened = self.cluster.open(SessionSpec {
            group: "",
            inlets: &[],
            co_partitioned: &[],
            outlets: &outlets,
            assignment: Ledger::new(&[], &outlets),
            settle: Arc::clone(&losses) as Arc<dyn Settle>,
        });
        let mut session = within("open", opened).await?;
        assert_eq!((session.sources.len(), session.sinks.len()), (0, 1));
        let (sink, commits) = (session.sinks.remove(0), session.commits);
        Ok(Writer { sink, bound, losses, _commits: commits })
    }

    /// A member of a group that reads one topic.
    pub(crate) async fn join(&self, topic: &str, group: &str) -> Reader {
        let reads = Reads { topics: &[topic], co_partitioned: &[], bound: ROOMY };
        self.try_join(reads, group).await.unwrap()
    }

    pub(crate) async fn try_join(
        &self,
        reads: Reads<'_>,
        group: &str,
    ) -> Result<Reader, TransportError> {
        let inlets: Vec<InletSpec> = reads
            .topics
            .iter()
            .map(|topic| InletSpec {
                topic: (*topic).to_owned(),
                bound: Arc::new(Bound::new(reads.bound)),
            })
            .collect();
        let ledger = Ledger::new(&inlets, &[]);
        let opened = self.cluster.open(SessionSpec {
            group,
            inlets: &inlets,
            co_partitioned: reads.co_partitioned,
            outlets: &[],
            assignment: Arc::clone(&ledger) as _,
            settle: Arc::clone(&ledger) as _,
        });
        let session = within("open", opened).await?;
        assert_eq!((session.sources.len(), session.sinks.len()), (inlets.len(), 0));
        let inlets = session.sources.into_iter().map(Inlet::from).collect();
        Ok(Reader { inlets, turn: 0, commits: Some(session.commits), ledger })
    }

    /// Reads partitions from offsets on, without a group.
    pub(crate) async fn read(&self, topic: &str, from: &[(i32, i64)]) -> Reader {
        let bound = Arc::new(Bound::new(ROOMY));
        let inlet = InletSpec { topic: topic.to_owned(), bound: Arc::clone(&bound) };
        let ledger = Ledger::new(&[inlet], &[]);
        let from: Vec<Position> = from
            .iter()
            .map(|(partition, offset)| {
                let claim = Claim { inlet: 0, partition: *partition, generation: 1 };
                Position { claim, offset: *offset }
            })
            .collect();
        let assignment = Arc::clone(&ledger) as _;
        let read = self.cluster.read(ReadSpec { topic, from: &from, bound, assignment });
        let source = within("open", read).await.unwrap();
        Reader { inlets: vec![Inlet::from(source)], turn: 0, commits: None, ledger }
    }
}

/// A sink, with the bound of its outlet, and what it told to be lost.
pub(crate) struct Writer {
    sink: Arc<dyn Sink>,
    bound: Arc<Bound>,
    losses: Arc<Losses>,
    _commits: Arc<dyn Commits>,
}

#[derive(Debug, Default)]
struct Losses(Mutex<Vec<TransportError>>);

impl Settle for Losses {
    fn lost(&self, outlet: usize, error: TransportError) {
        assert_eq!(outlet, 0);
        self.0.lock().unwrap().push(error);
    }
}

impl Writer {
    /// Waits until something more may be sent.
    pub(crate) async fn ready(&self) {
        within("room", poll_fn(|context| self.poll_ready(context))).await;
    }

    pub(crate) fn poll_ready(&self, context: &Context<'_>) -> Poll<()> {
        self.bound.poll_room(Amount { records: 1, bytes: 0 }, context)
    }

    pub(crate) async fn send(&self, message: Message) {
        self.send_batch([(message, None)]).await;
    }

    /// Sends messages at once, each with the record of a batch that waits for it.
    pub(crate) async fn send_batch<'b>(
        &self,
        messages: impl IntoIterator<Item = (Message, Option<(&'b Batch, usize)>)>,
    ) {
        self.ready().await;
        self.send_now(messages);
    }

    /// Sends messages at once, whether or not the bound has room for them.
    pub(crate) fn send_now<'b>(
        &self,
        messages: impl IntoIterator<Item = (Message, Option<(&'b Batch, usize)>)>,
    ) {
        let mut outgoing = Outgoing::default();
        for (message, origin) in messages {
            match origin {
                Some((batch, at)) => outgoing.push_of(batch, at, |records| message.push(records)),
                None => outgoing.push(|records| message.push(records)),
            }
        }
        self.bound.enter(outgoing.amount());
        self.sink.send(&mut outgoing);
        assert!(outgoing.is_empty());
    }

    /// Sends the numbers of a range at once, without keys, and waits until the log has them.
    pub(crate) async fn numbers(&self, range: Range<usize>) {
        self.send_batch(range.map(|number| (text(None, &number.to_string()), None))).await;
        self.flush().await;
    }

    pub(crate) async fn flush(&self) {
        within("flush", poll_fn(|context| self.bound.poll_empty(context))).await;
    }

    /// Whether the log has all that was sent.
    pub(crate) fn is_flushed(&self) -> bool {
        self.bound.taken().records == 0
    }

    /// What was told to be lost since the last call.
    pub(crate) fn losses(&self) -> Vec<TransportError> {
        std::mem::take(&mut *self.losses.0.lock().unwrap())
    }
}

/// A record that is owned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) key: Option<Bytes>,
    pub(crate) value: Option<Bytes>,
    pub(crate) headers: Vec<Header>,
    pub(crate) timestamp: Option<i64>,
}

impl Message {
    fn push(&self, records: &mut Records) {
        records.push(RecordRef {
            timestamp: self.timestamp,
            key: self.key.as_deref(),
            value: self.value.as_deref(),
            ..RecordRef::default()
        });
        records.set_last_headers(&self.headers);
    }
}

impl From<RecordRef<'_>> for Message {
    fn from(record: RecordRef<'_>) -> Self {
        let bytes = |bytes: Option<&[u8]>| bytes.map(Bytes::copy_from_slice);
        Self {
            key: bytes(record.key),
            value: bytes(record.value),
            headers: record.headers.to_vec(),
            timestamp: record.timestamp,
        }
    }
}

pub(crate) fn text(key: Option<&str>, value: &str) -> Message {
    let bytes = |text: &str| Bytes::copy_from_slice(text.as_bytes());
    Message { key: key.map(bytes), value: Some(bytes(value)), ..Message::default() }
}

/// A member of a group, or a reader without one, that takes records one by one.
pub(crate) struct Reader {
    inlets: Vec<Inlet>,
    /// The inlet that is looked at first.
    turn: usize,
    pub(crate) commits: Option<Arc<dyn Commits>>,
    ledger: Arc<Ledger>,
}

struct Inlet {
    source: Box<dyn Source>,
    /// What was handed out, and how many records of it were taken.
    batch: Option<(Delivered, usize)>,
}

impl From<Box<dyn Source>> for Inlet {
    fn from(source: Box<dyn Source>) -> Self {
        Self { source, batch: None }
    }
}

impl Inlet {
    fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Delivery>, TransportError>> {
        loop {
            if let Some((delivered, taken)) = &mut self.batch {
                let (at, Delivered { records, range, batch }) = (*taken, &*delivered);
                if at < range.len() && batch.give(at, 1) == 1 {
                    *taken += 1;
                    let record = records.get(range.start + at).unwrap();
                    assert_eq!(record.offset, batch.offset(at));
                    return Poll::Ready(Ok(Some(Delivery {
                        claim: batch.claim(),
                        offset: record.offset,
                        message: Message::from(record),
                        batch: batch.clone(),
                        at,
                    })));
                }
                self.batch = None;
            }
            match self.source.poll_batch(context) {
                Poll::Ready(Ok(Some(delivered))) => {
                    assert!(!delivered.range.is_empty());
                    self.batch = Some((delivered, 0));
                }
                Poll::Ready(Ok(None)) => return Poll::Ready(Ok(None)),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl Reader {
    /// The next record of any inlet; none when an inlet has ended.
    pub(crate) async fn try_next(&mut self) -> Result<Option<Delivery>, TransportError> {
        poll_fn(|context| {
            let count = self.inlets.len();
            self.turn += 1;
            for step in 0..count {
                let inlet = &mut self.inlets[(self.turn + step) % count];
                if let Poll::Ready(next) = inlet.poll_next(context) {
                    return Poll::Ready(next);
                }
            }
            Poll::Pending
        })
        .await
    }

    pub(crate) async fn try_next_of(
        &mut self,
        inlet: usize,
    ) -> Result<Option<Delivery>, TransportError> {
        poll_fn(|context| self.inlets[inlet].poll_next(context)).await
    }

    pub(crate) async fn next(&mut self) -> Delivery {
        within("a record", self.try_next()).await.unwrap().expect("a record, not the end")
    }

    pub(crate) async fn next_of(&mut self, inlet: usize) -> Delivery {
        within("a record", self.try_next_of(inlet)).await.unwrap().expect("a record, not the end")
    }

    /// Nothing comes.
    pub(crate) async fn gets_nothing(&mut self) {
        let next = tokio::time::timeout(LOOK, self.try_next()).await;
        assert!(next.is_err(), "{next:?}");
    }

    pub(crate) async fn gets_nothing_of(&mut self, inlet: usize) {
        let next = tokio::time::timeout(LOOK, self.try_next_of(inlet)).await;
        assert!(next.is_err(), "{next:?}");
    }

    /// Reads a number of records and is done with each at once.
    pub(crate) async fn read(&mut self, count: usize) -> Vec<Read> {
        let mut read = Vec::with_capacity(count);
        for _ in 0..count {
            read.push(self.next().await.finish());
        }
        read
    }

    pub(crate) async fn read_of(&mut self, inlet: usize, count: usize) -> Vec<Read> {
        let mut read = Vec::with_capacity(count);
        for _ in 0..count {
            read.push(self.next_of(inlet).await.finish());
        }
        read
    }

    /// Commits all that is done.
    pub(crate) async fn commit(&mut self) {
        self.commit_at(self.ledger.positions()).await;
    }

    pub(crate) async fn commit_at(&mut self, positions: Vec<Position>) {
        let commits = self.commits.as_ref().unwrap();
        within("commit", commits.commit(positions)).await.unwrap();
    }

    pub(crate) async fn close(self) {
        within("close", self.commits.as_ref().unwrap().close()).await;
    }
}

/// A record that a reader has taken.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub(crate) claim: Claim,
    pub(crate) offset: i64,
    pub(crate) message: Message,
    batch: Batch,
    at: usize,
}

impl Delivery {
    /// Is done with the record.
    pub(crate) fn finish(self) -> Read {
        self.batch.settle(self.at);
        Read::from(&self)
    }

    /// The text of its value.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.message.value.clone().unwrap_or_default().to_vec()).unwrap()
    }
}

/// What a test remembers of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    pub(crate) inlet: usize,
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) text: String,
}

impl From<&Delivery> for Read {
    fn from(delivery: &Delivery) -> Self {
        let Claim { inlet, partition, .. } = delivery.claim;
        Self { inlet, partition, offset: delivery.offset, text: delivery.text() }
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

/// The numbers in records, in order.
pub(crate) fn sorted(read: &[Read]) -> Vec<usize> {
    let mut numbers: Vec<usize> = read.iter().map(|read| read.text.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

/// Watches batches that were made for a test.
#[derive(Debug)]
pub(crate) struct Nobody;

impl cloudflow_runtime::transport::Watch for Nobody {
    fn settled(&self, _: Claim, _: Amount) {}

    fn dropped(&self, _: Claim, _: i64) {}

    fn rejected(&self, _: Claim, _: i64, _: &str) {}
}

/// Records that wait for what is made of them.
pub(crate) fn origins(count: usize) -> Batch {
    let claim = Claim { inlet: 0, partition: 0, generation: 0 };
    let next = i64::try_from(count).unwrap();
    Batch::start(claim, (0..count).map(|at| i64::try_from(at).unwrap()), next, 0, Arc::new(Nobody))
}
