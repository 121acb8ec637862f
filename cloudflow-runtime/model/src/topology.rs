//! What follows from a blueprint: the topics under its connections, and the names of consumer groups.

use crate::name::outside;
use crate::rules::cf08_inlet_on_two_topics::share_topic;
use crate::{Blueprint, PortRef, Schema, Setting, Topic};

/// How many partitions a topic has when the blueprint gives no number.
///
/// Enough for four replicas of a reader, and cheap. The number of replicas does not change it, since
/// a change would move keys to other partitions.
pub const DEFAULT_PARTITIONS: u32 = 4;

/// The topics of a blueprint.
#[derive(Clone, Debug)]
pub struct Topology<'a> {
    blueprint: &'a Blueprint<'a>,
    topics: Vec<TopicPlan<'a>>,
}

/// A topic with everything that is decided about it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TopicPlan<'a> {
    /// Its name in Kafka.
    pub name: String,
    /// How many partitions it has.
    pub partitions: u32,
    /// On how many brokers each partition is kept; the broker's default when absent.
    pub replicas: Option<u16>,
    /// Whether the application creates it.
    pub managed: bool,
    /// Topic configuration under Kafka's own keys.
    pub settings: Vec<Setting<'a>>,
    /// The schema of its records.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub schema: Option<&'a Schema<'a>>,
    /// The outlets that write to it.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub producers: Vec<PortRef<'a>>,
    /// The inlets that read from it.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub consumers: Vec<PortRef<'a>>,
}

impl<'a> Topology<'a> {
    /// Derives the topics, in the order in which the blueprint first mentions them.
    ///
    /// The blueprint must have passed [`rules::check_all`](crate::rules::check_all); ports that do not
    /// exist are left out.
    pub fn new(blueprint: &'a Blueprint<'a>) -> Self {
        let mut topology = Self { blueprint, topics: Vec::new() };
        for (index, instance) in blueprint.instances.iter().enumerate() {
            for outlet in instance.streamlet.outlets {
                let port = PortRef { instance: index, port: outlet.name };
                topology.place(port, outlet.schema).producers.push(port);
            }
        }
        for (index, instance) in blueprint.instances.iter().enumerate() {
            for inlet in instance.streamlet.inlets {
                let port = PortRef { instance: index, port: inlet.name };
                topology.place(port, inlet.schema).consumers.push(port);
            }
        }
        topology
    }

    /// Returns the topics.
    pub fn topics(&self) -> &[TopicPlan<'a>] {
        &self.topics
    }

    /// Returns the topic that this port uses, inlet or outlet.
    pub fn topic(&self, port: PortRef<'_>) -> Option<&TopicPlan<'a>> {
        self.topics.iter().find(|topic| {
            topic.producers.iter().chain(&topic.consumers).any(|other| other.is(&port))
        })
    }

    /// Returns the consumer group of an instance, which reads all its topics: `<blueprint>.<instance>`.
    pub fn group(&self, instance: usize) -> String {
        format!("{}.{}", outside(self.blueprint.name), instance_name(self.blueprint, instance))
    }

    /// Finds the topic of a port, or adds it.
    fn place(&mut self, port: PortRef<'a>, schema: &'a Schema<'a>) -> &mut TopicPlan<'a> {
        let blueprint = self.blueprint;
        let entry = entry(blueprint, port);
        let known = self.topics.iter().position(|topic| {
            topic
                .producers
                .iter()
                .chain(&topic.consumers)
                .any(|other| share_topic(blueprint.connections, *other, port))
                || entry.and_then(|entry| entry.name).is_some_and(|name| name == topic.name)
        });
        let at = known.unwrap_or_else(|| {
            self.topics.push(plan(blueprint, port, entry, schema));
            self.topics.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the position was just found or pushed")]
        &mut self.topics[at]
    }
}

/// Returns the entry about the topic of this port, which may name another port of the same topic.
fn entry<'a>(blueprint: &Blueprint<'a>, port: PortRef<'_>) -> Option<&'a Topic<'a>> {
    blueprint.topics.iter().find(|topic| share_topic(blueprint.connections, topic.port, port))
}

fn plan<'a>(
    blueprint: &Blueprint<'a>,
    port: PortRef<'a>,
    entry: Option<&'a Topic<'a>>,
    schema: &'a Schema<'a>,
) -> TopicPlan<'a> {
    let named = entry.and_then(|entry| entry.name).map(str::to_owned);
    TopicPlan {
        name: named.unwrap_or_else(|| default_name(blueprint, port)),
        partitions: entry.and_then(|entry| entry.partitions).unwrap_or(DEFAULT_PARTITIONS),
        replicas: entry.and_then(|entry| entry.replicas),
        managed: entry.is_none_or(|entry| entry.managed),
        settings: entry.map(|entry| entry.settings.to_vec()).unwrap_or_default(),
        schema: Some(schema),
        producers: Vec::new(),
        consumers: Vec::new(),
    }
}

fn default_name(blueprint: &Blueprint<'_>, port: PortRef<'_>) -> String {
    let instance = instance_name(blueprint, port.instance);
    format!("{}.{instance}.{}", outside(blueprint.name), outside(port.port))
}

fn instance_name(blueprint: &Blueprint<'_>, index: usize) -> String {
    outside(blueprint.instances.get(index).map_or("", |instance| instance.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Connection;
    use crate::rules::fixture::{CONVERT, Fixture, instance, port, topic};

    /// Why there is no rule about groups: names that differ give groups that differ.
    #[test]
    fn no_part_of_a_group_has_the_separator() {
        let bytes = 0..=u8::MAX;
        let names = bytes.map(|byte| format!("a{}b", char::from(byte)));
        for name in names.filter(|name| crate::name::check_label(name).is_none()) {
            assert!(!outside(&name).contains('.'), "{name}");
        }
    }

    #[test]
    fn each_outlet_has_a_topic_and_shared_inlets_share_it() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("again_b", &CONVERT));
        fixture.connections.push(Connection { from: port(0, "out"), to: port(3, "data") });
        fixture.connections.push(Connection { from: port(3, "out"), to: port(2, "in") });
        fixture.topics.push(topic(port(2, "in"), Some("metrics")));
        assert_eq!(fixture.problems(), []);
        let blueprint = fixture.blueprint();
        let topology = Topology::new(&blueprint);
        let names: Vec<_> = topology.topics().iter().map(|topic| topic.name.as_str()).collect();
        assert_eq!(names, ["test.source.out", "metrics"]);
        let metrics = topology.topic(port(2, "in")).expect("the topic");
        assert_eq!(metrics.producers, [port(1, "out"), port(3, "out")]);
        assert_eq!(metrics.consumers, [port(2, "in")]);
        assert_eq!(topology.group(3), "test.again-b");
    }
}
