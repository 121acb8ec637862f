//! The topic list in a file: what the build writes, `topics` prints and `topics create` reads.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Blueprint, PortRef, Schema, TopicPlan, Topology};

/// The topics of an application.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct TopicList {
    /// The name of the blueprint.
    pub application: String,
    /// The topics, in the order in which the blueprint first mentions them.
    pub topics: Vec<TopicEntry>,
}

/// A topic: what Kafka has to know, then what people have to know.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct TopicEntry {
    /// Its name in Kafka.
    pub name: String,
    /// How many partitions it has.
    pub partitions: u32,
    /// On how many brokers each partition is kept; the broker's default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u16>,
    /// Whether the application creates it; a list written by hand names what is to be created.
    #[serde(default = "is_managed")]
    pub managed: bool,
    /// Topic configuration under Kafka's own keys, sorted.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// The schema of its records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaIdentity>,
    /// The outlets that write to it, such as `validate.valid`.
    #[serde(default)]
    pub producers: Vec<String>,
    /// The inlets that read from it.
    #[serde(default)]
    pub consumers: Vec<TopicConsumer>,
}

/// The name of a record type, and the fingerprint that travels with its records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct SchemaIdentity {
    /// The full name, with the namespace.
    pub name: String,
    /// The fingerprint as 16 hexadecimal digits.
    pub fingerprint: String,
}

/// An inlet with the consumer group of its instance.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct TopicConsumer {
    /// The inlet, such as `validate.metric`.
    pub inlet: String,
    /// The consumer group.
    pub group: String,
}

const fn is_managed() -> bool {
    true
}

impl TopicList {
    /// Lists the topics of a blueprint that has passed its rules.
    pub fn new(blueprint: &Blueprint<'_>) -> Self {
        let topology = Topology::new(blueprint);
        let topics = topology.topics().iter();
        let topics = topics.map(|topic| TopicEntry::new(blueprint, &topology, topic)).collect();
        Self { application: blueprint.name.to_owned(), topics }
    }
}

impl TopicEntry {
    fn new(blueprint: &Blueprint<'_>, topology: &Topology<'_>, topic: &TopicPlan<'_>) -> Self {
        let port = |port: &PortRef<'_>| blueprint.port_name(port);
        let settings = topic.settings.iter();
        let consumer = |inlet: &PortRef<'_>| TopicConsumer {
            inlet: port(inlet),
            group: topology.group(inlet.instance),
        };
        Self {
            name: topic.name.clone(),
            partitions: topic.partitions,
            replicas: topic.replicas,
            managed: topic.managed,
            settings: settings.map(|one| (one.key.to_owned(), one.value.to_owned())).collect(),
            schema: topic.schema.map(SchemaIdentity::new),
            producers: topic.producers.iter().map(port).collect(),
            consumers: topic.consumers.iter().map(consumer).collect(),
        }
    }
}

impl SchemaIdentity {
    /// Identifies a schema.
    pub fn new(schema: &Schema<'_>) -> Self {
        let fingerprint = format!("{:016x}", schema.fingerprint());
        Self { name: schema.name().to_owned(), fingerprint }
    }
}
