//! Topics and groups on the cluster: made, counted, emptied.

use std::time::{Duration, Instant};

use futures::executor::block_on;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

/// How many partitions each topic has.
pub(crate) const PARTITIONS: i32 = 4;

/// How long a request or a wait for the cluster may take.
pub(crate) const TIMEOUT: Duration = Duration::from_mins(1);

/// The administrator of a cluster, who also asks for offsets.
pub(crate) struct Cluster {
    servers: String,
    pub(crate) admin: AdminClient<DefaultClientContext>,
    offsets: BaseConsumer,
}

impl Cluster {
    pub(crate) fn new(servers: &str) -> Self {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", servers);
        let admin = config.create().expect("a client");
        let offsets = config.create().expect("a client");
        Self { servers: servers.to_owned(), admin, offsets }
    }

    pub(crate) fn servers(&self) -> &str {
        &self.servers
    }

    /// Creates a topic, or empties the one that exists.
    pub(crate) fn clear(&self, topic: &str) {
        if self.create(topic) {
            return;
        }
        let mut ends = TopicPartitionList::new();
        for (partition, end) in (0..).zip(self.ends(topic)) {
            let offset = Offset::Offset(end);
            ends.add_partition_offset(topic, partition, offset).expect("an offset");
        }
        block_on(self.admin.delete_records(&ends, &options())).expect("an emptied topic");
    }

    /// Creates a topic; returns whether it was not there.
    pub(crate) fn create(&self, topic: &str) -> bool {
        // Short segments, for what is emptied shall soon leave the disk.
        let new = NewTopic::new(topic, PARTITIONS, TopicReplication::Fixed(1))
            .set("retention.ms", "-1")
            .set("segment.bytes", "67108864");
        let created = block_on(self.admin.create_topics(&[new], &options())).expect("an answer");
        match created.first().expect("an answer for the topic") {
            Ok(_) => true,
            Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => false,
            Err((_, code)) => panic!("cannot create topic `{topic}`: {code}"),
        }
    }

    /// Returns the offset behind the last record of each partition.
    pub(crate) fn ends(&self, topic: &str) -> Vec<i64> {
        let mut asked = TopicPartitionList::new();
        asked.add_partition_range(topic, 0, PARTITIONS - 1);
        asked.set_all_offsets(Offset::End).expect("an offset");
        let started = Instant::now();
        let found = loop {
            match self.offsets.offsets_for_times(asked.clone(), TIMEOUT) {
                Ok(found) => break found,
                // A topic that was made a moment ago has no leader yet.
                Err(error) => assert!(started.elapsed() < TIMEOUT, "the ends of a topic: {error}"),
            }
        };
        let end = |partition| match found.find_partition(topic, partition)?.offset() {
            Offset::Offset(end) => Some(end),
            _ => None,
        };
        (0..PARTITIONS).map(|partition| end(partition).unwrap_or(0)).collect()
    }

    /// Returns how many records of a topic the groups of this prefix have committed, and forgets these
    /// groups. What a group is called is up to the runtime, apart from its beginning.
    pub(crate) fn forget_groups(&self, prefix: &str, topic: &str) -> u64 {
        let groups = self.offsets.fetch_group_list(None, TIMEOUT).expect("a list of groups");
        let names = groups.groups().iter().map(|group| group.name().to_owned());
        let names: Vec<String> = names.filter(|name| name.starts_with(prefix)).collect();
        let committed = names.iter().map(|group| self.committed(group, topic)).sum();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if !names.is_empty() {
            let deleted = block_on(self.admin.delete_groups(&names, &options()));
            for group in deleted.expect("an answer") {
                group.unwrap_or_else(|(name, code)| panic!("cannot delete group `{name}`: {code}"));
            }
        }
        committed
    }

    fn committed(&self, group: &str, topic: &str) -> u64 {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.servers).set("group.id", group);
        let member: BaseConsumer = config.create().expect("a client");
        let mut asked = TopicPartitionList::new();
        asked.add_partition_range(topic, 0, PARTITIONS - 1);
        let found = member.committed_offsets(asked, TIMEOUT).expect("committed offsets");
        let offsets = found.elements().into_iter().filter_map(|element| match element.offset() {
            Offset::Offset(offset) => u64::try_from(offset).ok(),
            _ => None,
        });
        offsets.sum()
    }
}

pub(crate) fn options() -> AdminOptions {
    AdminOptions::new().operation_timeout(Some(TIMEOUT)).request_timeout(Some(TIMEOUT))
}
