//! What an instance needs from the transport, derived from the blueprint.

use std::sync::Arc;

use cloudflow_model::{PortRef, TopicPlan, Topology, VolumeMount};

use crate::application::Application;
use crate::port::PortCount;
use crate::transport::TopicSpec;

/// The ports of one instance and the topics under them.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) index: usize,
    pub(crate) instance: &'static str,
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
    pub(crate) count: Arc<PortCount>,
}

/// Which way records go through a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PortRole {
    /// Records come in, read by this consumer group.
    Inlet {
        /// The consumer group.
        group: String,
    },
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
                ports: Vec::new(),
                has_server: false,
                volumes: &[],
            };
        };
        let mut ports = Vec::new();
        let topic = |port| topology.topic(port).map(|topic| topic.name.clone());
        for inlet in instance.streamlet.inlets {
            let port = PortRef { instance: index, port: inlet.name };
            if let Some(topic) = topic(port) {
                let role = PortRole::Inlet { group: topology.group(port) };
                ports.push(PortStatus { name: inlet.name, topic, role, count: Arc::default() });
            }
        }
        for outlet in instance.streamlet.outlets {
            if let Some(topic) = topic(PortRef { instance: index, port: outlet.name }) {
                let role = PortRole::Outlet;
                ports.push(PortStatus { name: outlet.name, topic, role, count: Arc::default() });
            }
        }
        let has_server = instance.streamlet.server.is_some();
        let volumes = instance.streamlet.volumes;
        Self { index, instance: instance.name, ports, has_server, volumes }
    }

    /// Returns whether records come from outside: there is no inlet.
    pub(crate) fn is_source(&self) -> bool {
        !self.ports.iter().any(|port| matches!(port.role, PortRole::Inlet { .. }))
    }
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
