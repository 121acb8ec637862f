//! The topic list as JSON: what `topics` prints, `describe` contains and `topics create` reads.

use std::collections::BTreeMap;

use cloudflow_model::{Blueprint, PortRef, Schema, Topology};
use serde::{Deserialize, Serialize};

use crate::transport::TopicSpec;

/// A list of topics in a file.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct TopicList {
    pub(super) application: String,
    pub(super) topics: Vec<TopicEntry>,
}

/// A topic: what Kafka has to know, then what people have to know.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct TopicEntry {
    pub(super) name: String,
    pub(super) partitions: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) replicas: Option<u16>,
    #[serde(default = "is_managed")]
    pub(super) managed: bool,
    #[serde(default)]
    pub(super) settings: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<SchemaIdentity>,
    #[serde(default)]
    pub(super) producers: Vec<String>,
    #[serde(default)]
    pub(super) consumers: Vec<Consumer>,
}

/// The name of a record type, and the fingerprint that travels with its records.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct SchemaIdentity {
    pub(super) name: String,
    pub(super) fingerprint: String,
}

/// An inlet with its consumer group.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Consumer {
    pub(super) inlet: String,
    pub(super) group: String,
}

/// A list written by hand names what is to be created.
const fn is_managed() -> bool {
    true
}

impl TopicList {
    pub(super) fn new(blueprint: &Blueprint<'_>) -> Self {
        let topology = Topology::new(blueprint);
        let port = |port: &PortRef<'_>| port_name(blueprint, port);
        let topics = topology.topics().iter().map(|topic| TopicEntry {
            name: topic.name.clone(),
            partitions: topic.partitions,
            replicas: topic.replicas,
            managed: topic.managed,
            settings: (topic.settings.iter())
                .map(|setting| (setting.key.to_owned(), setting.value.to_owned()))
                .collect(),
            schema: topic.schema.map(SchemaIdentity::new),
            producers: topic.producers.iter().map(port).collect(),
            consumers: (topic.consumers.iter())
                .map(|inlet| Consumer { inlet: port(inlet), group: topology.group(*inlet) })
                .collect(),
        });
        Self { application: blueprint.name.to_owned(), topics: topics.collect() }
    }
}

impl SchemaIdentity {
    pub(super) fn new(schema: &Schema<'_>) -> Self {
        let fingerprint = format!("{:016x}", schema.fingerprint());
        Self { name: schema.name().to_owned(), fingerprint }
    }
}

impl From<TopicEntry> for TopicSpec {
    fn from(entry: TopicEntry) -> Self {
        let TopicEntry { name, partitions, replicas, settings, .. } = entry;
        Self { name, partitions, replicas, settings }
    }
}

/// Returns `validate.metric`.
pub(super) fn port_name(blueprint: &Blueprint<'_>, port: &PortRef<'_>) -> String {
    let instance = blueprint.instances.get(port.instance).map_or("?", |instance| instance.name);
    format!("{instance}.{}", port.port)
}
