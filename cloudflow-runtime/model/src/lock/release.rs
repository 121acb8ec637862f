//! What is released with an application: everything whose name outlives a deployment.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Blueprint, PortRef, Topology};

/// A released topology. What belongs together is found by name, never by its place in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Release {
    /// The name of the blueprint.
    pub application: String,
    /// The instances, by name.
    pub instances: BTreeMap<String, Instance>,
    /// The topics, by name.
    pub topics: BTreeMap<String, Topic>,
}

/// A released instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// The line of its entry, from 1; 0 when it was not read from a file.
    pub line: usize,
    /// The streamlet that runs.
    pub streamlet: String,
    /// The consumer group whose offsets say how far it has read, if it has inlets.
    pub group: Option<String>,
    /// The inlets whose partitions are read together.
    pub co_partitioned: BTreeSet<String>,
    /// The inlets, by name.
    pub inlets: BTreeMap<String, Inlet>,
    /// The outlets, by name.
    pub outlets: BTreeMap<String, Outlet>,
    /// The volumes, by name: where each of them is mounted.
    pub volumes: BTreeMap<String, Volume>,
}

/// A released inlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inlet {
    /// The line of its entry, as of an instance.
    pub line: usize,
    /// The topic that it reads.
    pub topic: String,
}

/// A released outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// The line of its entry, as of an instance.
    pub line: usize,
    /// The topic that it writes.
    pub topic: String,
    /// What makes the key of a record.
    pub key: Key,
}

/// What is released about the key of an outlet's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// They have none.
    Absent,
    /// They have one. Locks of the first form do not say which (`keyed = true`).
    Unknown,
    /// They have the one that this expression makes.
    Made(String),
}

impl Key {
    /// Returns whether there is one.
    pub fn is_there(&self) -> bool {
        *self != Self::Absent
    }
}

/// A released volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// The line of its entry, as of an instance.
    pub line: usize,
    /// Where it is mounted.
    pub path: String,
}

/// A released topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The line of its entry, as of an instance.
    pub line: usize,
    /// How many partitions it has.
    pub partitions: u32,
    /// Whether the application creates it.
    pub managed: bool,
    /// The full name of the record type.
    pub schema: String,
    /// The fingerprint of its schema, as it travels with the records: 16 digits in base 16.
    pub fingerprint: String,
}

impl Release {
    /// Returns what is released with a blueprint, which must have passed
    /// [`rules::check_all`](crate::rules::check_all).
    pub fn of(blueprint: &Blueprint<'_>) -> Self {
        let topology = Topology::new(blueprint);
        let topic = |port| topology.topic(port).map(|topic| topic.name.clone()).unwrap_or_default();
        let instances = blueprint.instances.iter().enumerate().map(|(index, instance)| {
            let streamlet = instance.streamlet;
            let port = |port| PortRef { instance: index, port };
            let inlets = streamlet.inlets.iter().map(|inlet| {
                (inlet.name.to_owned(), Inlet { line: 0, topic: topic(port(inlet.name)) })
            });
            let outlets = streamlet.outlets.iter().map(|outlet| {
                let topic = topic(port(outlet.name));
                let key = outlet.key.map_or(Key::Absent, |key| Key::Made(key.to_owned()));
                (outlet.name.to_owned(), Outlet { line: 0, topic, key })
            });
            let volumes = streamlet.volumes.iter().map(|volume| {
                (volume.name.to_owned(), Volume { line: 0, path: volume.path.to_owned() })
            });
            let instance_entry = Instance {
                line: 0,
                streamlet: streamlet.name.to_owned(),
                group: (!streamlet.inlets.is_empty()).then(|| topology.group(index)),
                co_partitioned: (streamlet.co_partitioned().iter())
                    .map(|inlet| (*inlet).to_owned())
                    .collect(),
                inlets: inlets.collect(),
                outlets: outlets.collect(),
                volumes: volumes.collect(),
            };
            (instance.name.to_owned(), instance_entry)
        });
        let topics = topology.topics().iter().map(|topic| {
            let entry = Topic {
                line: 0,
                partitions: topic.partitions,
                managed: topic.managed,
                schema: topic.schema.map(|schema| schema.name().to_owned()).unwrap_or_default(),
                fingerprint: (topic.schema)
                    .map(|schema| format!("{:016x}", schema.fingerprint()))
                    .unwrap_or_default(),
            };
            (topic.name.clone(), entry)
        });
        Self {
            application: blueprint.name.to_owned(),
            instances: instances.collect(),
            topics: topics.collect(),
        }
    }
}
