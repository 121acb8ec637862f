//! The graph: instances of streamlets, the connections between them and the topics under those.

use crate::text::equal;
use crate::{Descriptor, Locks};

/// An application: which streamlets run and how records flow between them.
///
/// Connections refer to instances by index. The macro and every loader look names up once, before
/// the rules run: const evaluation of 300 connections takes 0.3 s that way, and 10 s by name.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Blueprint<'a> {
    /// Its name, a label; names of topics, groups and Kubernetes objects start with it.
    pub name: &'a str,
    /// What it does, from its doc comment; may be empty.
    pub description: &'a str,
    /// The streamlets that run.
    pub instances: &'a [Instance<'a>],
    /// How records flow from outlets to inlets.
    pub connections: &'a [Connection<'a>],
    /// Settings of topics, each named by a port that uses it.
    pub topics: &'a [Topic<'a>],
    /// What was released before, and where that is written down.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub locks: Locks<'a>,
}

impl Blueprint<'_> {
    /// Returns a port as a blueprint writes it: `validate.metric`.
    pub fn port_name(&self, port: &PortRef<'_>) -> String {
        let instance = self.instances.get(port.instance).map_or("?", |instance| instance.name);
        format!("{instance}.{}", port.port)
    }
}

/// A named use of a streamlet.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Instance<'a> {
    /// Its name, a label.
    pub name: &'a str,
    /// The streamlet that runs under this name.
    pub streamlet: &'a Descriptor<'a>,
    /// How many pods run it, at least one.
    pub replicas: u32,
    /// What each of its pods asks for.
    pub resources: Resources<'a>,
    /// Values of configuration parameters; they replace the defaults.
    pub config: &'a [Setting<'a>],
}

/// What a pod asks for, as [quantities](crate::quantity) of Kubernetes; what is not given is left to
/// whoever writes the manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Resources<'a> {
    /// Processor time, in cores: `500m` or `2`.
    pub cpu: Option<&'a str>,
    /// Memory, in bytes: `512Mi`.
    pub memory: Option<&'a str>,
}

impl Resources<'_> {
    /// Nothing in particular.
    pub const DEFAULT: Self = Self { cpu: None, memory: None };
}

impl<'a> Blueprint<'a> {
    /// Returns for each instance the names of the ports that connections and topics mention.
    pub fn mentioned_ports(&self) -> Vec<Vec<&'a str>> {
        let mut ports = vec![Vec::new(); self.instances.len()];
        let ends = self.connections.iter().flat_map(|connection| [connection.from, connection.to]);
        for end in ends.chain(self.topics.iter().map(|topic| topic.port)) {
            if let Some(ports) = ports.get_mut(end.instance) {
                ports.push(end.port);
            }
        }
        ports
    }
}

/// A key with its value, as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Setting<'a> {
    /// The key.
    pub key: &'a str,
    /// The value as written, without quotes.
    pub value: &'a str,
}

impl Setting<'_> {
    /// Returns whether a topic with this setting keeps the last record of each key.
    pub(crate) const fn asks_for_compaction(&self) -> bool {
        equal(self.key, "cleanup.policy")
            && matches!(
                self.value.as_bytes(),
                b"compact"
                    | b"compact,delete"
                    | b"delete,compact"
                    | b"compact, delete"
                    | b"delete, compact"
            )
    }
}

/// A flow of records from an outlet to an inlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Connection<'a> {
    /// The outlet that sends.
    pub from: PortRef<'a>,
    /// The inlet that receives.
    pub to: PortRef<'a>,
}

/// A port of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PortRef<'a> {
    /// The index of the instance in [`Blueprint::instances`].
    pub instance: usize,
    /// The name of its port.
    pub port: &'a str,
}

impl<'a> Connection<'a> {
    /// Returns the port that is connected to this one, if one of the two ends is this port.
    pub(crate) const fn other_end(&self, port: PortRef<'_>) -> Option<PortRef<'a>> {
        if self.from.is(&port) {
            Some(self.to)
        } else if self.to.is(&port) {
            Some(self.from)
        } else {
            None
        }
    }
}

impl PortRef<'_> {
    /// Returns whether both refer to the same port.
    pub const fn is(&self, other: &PortRef<'_>) -> bool {
        self.instance == other.instance && equal(self.port, other.port)
    }
}

/// What a blueprint says about a topic.
///
/// Topics exist without being mentioned: each outlet has one, and outlets that feed the same inlets
/// share one. An entry gives it a name and settings, and connects a port to the world outside when
/// the blueprint has no connection for it.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Topic<'a> {
    /// A port that uses the topic.
    pub port: PortRef<'a>,
    /// Its name in Kafka; without one it is `<blueprint>.<instance>.<port>`.
    pub name: Option<&'a str>,
    /// How many partitions it has; [`DEFAULT_PARTITIONS`](crate::DEFAULT_PARTITIONS) without one.
    pub partitions: Option<u32>,
    /// On how many brokers each partition is kept; the broker's default without one.
    pub replicas: Option<u16>,
    /// Whether the application creates it; otherwise it must exist.
    pub managed: bool,
    /// Topic configuration under Kafka's own keys, such as `retention.ms`.
    pub settings: &'a [Setting<'a>],
}
