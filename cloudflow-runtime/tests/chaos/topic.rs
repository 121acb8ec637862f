//! Reads topics, without a group.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cloudflow_runtime::avro::decode_single_object;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::BorrowedMessage;
use rdkafka::{Message, Offset, TopicPartitionList};

use crate::cluster::{Cluster, DEADLINE};
use crate::streamlets::Item;

/// Which record it is: its number and its part.
pub(crate) type Identity = (i64, i32);

/// A record as an outsider sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) identity: Identity,
    pub(crate) key: i64,
}

fn seen(message: &BorrowedMessage<'_>) -> Seen {
    let item: Item =
        decode_single_object(message.payload().expect("no tombstone")).expect("an item");
    let Item { number, key, part, .. } = item;
    // An ingress has no keys.
    let has_its_key = message.key().is_none_or(|bytes| bytes == key.to_string().as_bytes());
    assert!(has_its_key, "{number} of key {key} has another one");
    let (partition, offset) = (message.partition(), message.offset());
    Seen { partition, offset, identity: (number, part), key }
}

fn consumer(cluster: &Cluster) -> BaseConsumer {
    let mut config = cluster.client();
    config.set("group.id", "chaos-reader").set("enable.auto.commit", "false");
    config.set("fetch.wait.max.ms", "100").set("auto.offset.reset", "earliest");
    config.create().expect("a consumer")
}

/// Reads a topic from the beginning to where it ends now, in order of partition and offset.
pub(crate) fn read_all(cluster: &Cluster, topic: &str) -> Vec<Seen> {
    let consumer = consumer(cluster);
    let mut ends = BTreeMap::new();
    let mut list = TopicPartitionList::new();
    let deadline = Instant::now() + DEADLINE;
    for partition in 0..partitions(&consumer, topic) {
        let end = loop {
            match consumer.fetch_watermarks(topic, partition, Duration::from_secs(10)) {
                Ok((_, end)) => break end,
                Err(error) => {
                    assert!(Instant::now() < deadline, "the end of `{topic}`/{partition}: {error}");
                    thread::sleep(Duration::from_millis(100));
                }
            }
        };
        if end > 0 {
            ends.insert(partition, end);
            list.add_partition_offset(topic, partition, Offset::Beginning).expect("a place");
        }
    }
    consumer.assign(&list).expect("partitions");
    let mut all = Vec::new();
    while !ends.is_empty() {
        assert!(Instant::now() < deadline, "`{topic}` cannot be read: {ends:?} are missing");
        if let Some(Ok(message)) = consumer.poll(Duration::from_millis(100)) {
            let record = seen(&message);
            let Some(end) = ends.get(&record.partition) else { continue };
            if record.offset + 1 >= *end {
                ends.remove(&record.partition);
            }
            all.push(record);
        }
    }
    all.sort_unstable();
    all
}

/// Returns the numbers in a topic, repeated ones as well.
pub(crate) fn numbers(cluster: &Cluster, topic: &str) -> Vec<i64> {
    read_all(cluster, topic).into_iter().map(|seen| seen.identity.0).collect()
}

fn partitions(consumer: &BaseConsumer, topic: &str) -> i32 {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(count) = try_partitions(consumer, topic) {
            return count;
        }
        assert!(Instant::now() < deadline, "there is no topic `{topic}`");
    }
}

fn try_partitions(consumer: &BaseConsumer, topic: &str) -> Option<i32> {
    let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(5)).ok()?;
    let count = metadata.topics().first()?.partitions().len();
    i32::try_from(count).ok().filter(|count| *count > 0)
}

/// What has arrived in a topic up to now.
#[derive(Debug)]
pub(crate) struct Arrived {
    identities: BTreeSet<Identity>,
    pub(crate) repeats: usize,
    /// When something new came last.
    pub(crate) last: Instant,
    /// The longest time in which nothing new came, and when it ended.
    pub(crate) silence: (Duration, Instant),
}

/// Reads a topic as it grows, in records and in partitions.
pub(crate) struct Follower {
    arrived: Arc<Mutex<Arrived>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    /// Reads a topic from the beginning.
    pub(crate) fn start(cluster: &Cluster, topic: &str) -> Self {
        let now = Instant::now();
        let arrived = Arrived {
            identities: BTreeSet::new(),
            repeats: 0,
            last: now,
            silence: (Duration::ZERO, now),
        };
        let (arrived, is_over) = (Arc::new(Mutex::new(arrived)), Arc::new(AtomicBool::new(false)));
        let (shared, over) = (Arc::clone(&arrived), Arc::clone(&is_over));
        let (consumer, topic) = (consumer(cluster), topic.to_owned());
        let thread = thread::spawn(move || {
            let mut known = 0;
            let mut looked: Option<Instant> = None;
            while !over.load(Ordering::Relaxed) {
                if looked.is_none_or(|at| at.elapsed() > Duration::from_secs(1)) {
                    looked = Some(Instant::now());
                    let count = try_partitions(&consumer, &topic).unwrap_or(known);
                    let mut list = TopicPartitionList::new();
                    for partition in known..count {
                        let place = list.add_partition_offset(&topic, partition, Offset::Beginning);
                        place.expect("a place");
                    }
                    if count > known {
                        consumer.incremental_assign(&list).expect("partitions");
                        known = count;
                    }
                }
                // An error is a broker that is away; it comes back.
                if let Some(Ok(message)) = consumer.poll(Duration::from_millis(50)) {
                    shared.lock().unwrap().add(seen(&message).identity);
                }
            }
        });
        Self { arrived, is_over, thread: Some(thread) }
    }

    /// Looks at what has arrived.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Arrived) -> T) -> T {
        look(&self.arrived.lock().unwrap())
    }

    /// Returns the highest number that has arrived.
    pub(crate) fn highest(&self) -> i64 {
        self.look(|arrived| arrived.identities.last().map_or(-1, |identity| identity.0))
    }

    /// Returns how many different records have arrived.
    pub(crate) fn count(&self) -> usize {
        self.look(|arrived| arrived.identities.len())
    }
}

impl Arrived {
    fn add(&mut self, identity: Identity) {
        if !self.identities.insert(identity) {
            self.repeats += 1;
            return;
        }
        let now = Instant::now();
        let silence = now - self.last;
        // Before the first record the application starts.
        if self.identities.len() > 1 && silence > self.silence.0 {
            self.silence = (silence, now);
        }
        self.last = now;
    }

    pub(crate) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.identities.iter().map(|(number, _)| *number)
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It has said already what was wrong.
            let _ = thread.join();
        }
    }
}
