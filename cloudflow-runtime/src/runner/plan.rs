//! What an instance needs from the transport, derived from the blueprint.

use std::sync::Arc;

use cloudflow_model::{Blueprint, PortRef, Schema, TopicPlan, Topology, VolumeMount};

use crate::application::Application;
use crate::port::PortCount;
use crate::transport::TopicSpec;

/// The ports of one instance and the topics under them.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) index: usize,
    pub(crate) instance: &'static str,
    /// The consumer group with which it reads all its inlets.
    pub(crate) group: String,
    /// Inlets whose partitions of one number belong together.
    pub(crate) co_partitioned: Vec<Vec<usize>>,
    pub(crate) ports: Vec<PortStatus>,
    pub(crate) has_server: bool,
    pub(crate) volumes: &'static [VolumeMount<'static>],
}

/// A port with its topic and how many records went through.
#[derive(Clone, Debug)]
pub(crate) struct PortStatus {
    pub(crate) name: &'static str,
    pub(crate) topic: String,
    pub(crate) role: PortRole,
    /// The schemas with which records of the topic are written, for an inlet to read them.
    pub(crate) writers: Vec<&'static Schema<'static>>,
    pub(crate) count: Arc<PortCount>,
}

/// Which way records go through a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PortRole {
    /// Records come in.
    Inlet,
    /// Records go out.
    Outlet,
}

impl Plan {
    /// Plans one instance. The blueprint has passed its rules, so every port has a topic.
    pub(crate) fn new(application: &Application, topology: &Topology<'_>, index: usize) -> Self {
        let instances = application.blueprint().instances;
        let Some(instance) = instances.get(index) else {
            return Self {
                index,
                instance: "",
                group: String::new(),
                co_partitioned: Vec::new(),
                ports: Vec::new(),
                has_server: false,
                volumes: &[],
            };
        };
        let mut ports = Vec::new();
        for inlet in instance.streamlet.inlets {
            let port = PortRef { instance: index, port: inlet.name };
            if let Some(topic) = topology.topic(port) {
                ports.push(PortStatus {
                    name: inlet.name,
                    topic: topic.name.clone(),
                    role: PortRole::Inlet,
                    writers: writers(application.blueprint(), topic),
                    count: Arc::default(),
                });
            }
        }
        for outlet in instance.streamlet.outlets {
            if let Some(topic) = topology.topic(PortRef { instance: index, port: outlet.name }) {
                ports.push(PortStatus {
                    name: outlet.name,
                    topic: topic.name.clone(),
                    role: PortRole::Outlet,
                    writers: Vec::new(),
                    count: Arc::default(),
                });
            }
        }
        let has_server = instance.streamlet.server.is_some();
        let volumes = instance.streamlet.volumes;
        let group = topology.group(index);
        let index_of = |name: &&str| {
            let mut inlets = instance.streamlet.inlets.iter();
            inlets.position(|inlet| inlet.name == *name)
        };
        let together: Vec<usize> =
            instance.streamlet.co_partitioned().iter().filter_map(index_of).collect();
        let co_partitioned = if together.is_empty() { Vec::new() } else { vec![together] };
        Self { index, instance: instance.name, group, co_partitioned, ports, has_server, volumes }
    }

    /// Returns the ports through which records come in.
    pub(crate) fn inlets(&self) -> impl Iterator<Item = &PortStatus> {
        self.ports.iter().filter(|port| port.role == PortRole::Inlet)
    }

    /// Returns the ports through which records go out.
    pub(crate) fn outlets(&self) -> impl Iterator<Item = &PortStatus> {
        self.ports.iter().filter(|port| port.role == PortRole::Outlet)
    }

    /// Returns whether records come from outside: there is no inlet.
    pub(crate) fn is_source(&self) -> bool {
        !self.ports.iter().any(|port| port.role == PortRole::Inlet)
    }
}

/// Returns the schemas of the outlets that write to a topic, and of those that did: what earlier
/// releases wrote may still be unread.
fn writers(blueprint: &Blueprint<'static>, topic: &TopicPlan<'_>) -> Vec<&'static Schema<'static>> {
    let outlets = topic
        .producers
        .iter()
        .filter_map(|port| blueprint.instances.get(port.instance)?.streamlet.outlet(port.port));
    let released = blueprint.locks.topics.iter().filter(|released| released.name == topic.name);
    let versions = released.flat_map(|released| released.versions);
    outlets.map(|outlet| outlet.schema).chain(versions.map(|version| version.schema)).collect()
}

impl From<&TopicPlan<'_>> for TopicSpec {
    fn from(plan: &TopicPlan<'_>) -> Self {
        let settings = plan.settings.iter();
        Self {
            name: plan.name.clone(),
            partitions: plan.partitions,
            replicas: plan.replicas,
            settings: settings
                .map(|setting| (setting.key.to_owned(), setting.value.to_owned()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use cloudflow_model::{Compatibility, Locks, ReleasedSchema, ReleasedTopic};

    use super::*;
    use crate::command::tests::WEATHER;

    #[test]
    fn an_inlet_knows_what_earlier_releases_wrote() {
        const fn released(version: u32) -> ReleasedSchema<'static> {
            let schema = if version == 1 { &Schema::Int } else { &Schema::Long };
            ReleasedSchema { version, schema }
        }
        const fn topic(
            name: &'static str,
            versions: &'static [ReleasedSchema<'static>],
        ) -> ReleasedTopic<'static> {
            ReleasedTopic { name, compatibility: Compatibility::None, place: "", versions }
        }
        const LOCKS: Locks<'static> = Locks {
            folder: "",
            topics: &[
                topic("other", &[released(1)]),
                topic("readings", &[released(1), released(2)]),
            ],
        };
        const BLUEPRINT: Blueprint<'static> = Blueprint { locks: LOCKS, ..WEATHER };
        let application = Application::new(&BLUEPRINT, &[]);
        let plan = Plan::new(&application, &Topology::new(&BLUEPRINT), 1);
        let names: Vec<_> = plan.ports[0].writers.iter().map(|schema| schema.name()).collect();
        assert_eq!(
            (plan.ports[0].name, names),
            ("reading", vec!["weather.Reading", "int", "long"])
        );
    }
}
