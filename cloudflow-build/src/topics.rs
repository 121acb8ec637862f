//! The topic list: what the Job creates, and what other tools can read.

use std::collections::BTreeMap;

use cloudflow_model::{Blueprint, PortRef, Schema, TopicPlan, Topology};
use serde::Serialize;

/// The name of the list among the files of the `ConfigMap`.
pub(crate) const FILE: &str = "topics.json";

/// The topics of an application.
#[derive(Debug, Serialize)]
pub(crate) struct TopicList<'a> {
    application: &'a str,
    topics: Vec<Topic<'a>>,
}

/// A topic: what Kafka has to know, then what people have to know.
#[derive(Debug, Serialize)]
struct Topic<'a> {
    name: &'a str,
    partitions: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    replicas: Option<u16>,
    managed: bool,
    /// Under Kafka's own keys, sorted.
    settings: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Identity<'a>>,
    producers: Vec<String>,
    consumers: Vec<Consumer>,
}

#[derive(Debug, Serialize)]
struct Identity<'a> {
    name: &'a str,
    fingerprint: String,
}

#[derive(Debug, Serialize)]
struct Consumer {
    inlet: String,
    group: String,
}

impl<'a> TopicList<'a> {
    pub(crate) fn new(blueprint: &'a Blueprint<'a>, topology: &'a Topology<'a>) -> Self {
        let port = |port: &PortRef<'_>| {
            let instance = blueprint.instances.get(port.instance);
            format!("{}.{}", instance.map_or("", |instance| instance.name), port.port)
        };
        let topic = |plan: &'a TopicPlan<'a>| Topic {
            name: &plan.name,
            partitions: plan.partitions,
            replicas: plan.replicas,
            managed: plan.managed,
            settings: plan.settings.iter().map(|one| (one.key, one.value)).collect(),
            schema: plan.schema.map(identity),
            producers: plan.producers.iter().map(port).collect(),
            consumers: (plan.consumers.iter())
                .map(|inlet| Consumer { inlet: port(inlet), group: topology.group(*inlet) })
                .collect(),
        };
        Self { application: blueprint.name, topics: topology.topics().iter().map(topic).collect() }
    }

    /// Returns whether the application has a topic to create.
    pub(crate) fn is_any_managed(&self) -> bool {
        self.topics.iter().any(|topic| topic.managed)
    }

    /// Returns the list as JSON for people: indented, with a last line end.
    pub(crate) fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

fn identity<'a>(schema: &'a Schema<'a>) -> Identity<'a> {
    Identity { name: schema.name(), fingerprint: format!("{:016x}", schema.fingerprint()) }
}
