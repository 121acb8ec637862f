//! What a streamlet declares about itself.

use crate::{ConfigParameter, Inlet, Outlet, VolumeMount};

/// The declaration of a streamlet, known when it compiles.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Descriptor<'a> {
    /// Its name in Rust, such as `validate` or `HttpIngress`.
    pub name: &'a str,
    /// What it does, from its doc comment; may be empty.
    pub description: &'a str,
    /// Where it receives records.
    pub inlets: &'a [Inlet<'a>],
    /// Where it sends records.
    pub outlets: &'a [Outlet<'a>],
    /// What can be set without compiling it again.
    pub config: &'a [ConfigParameter<'a>],
    /// Directories that it shares with the world outside.
    pub volumes: &'a [VolumeMount<'a>],
    /// The port on which it serves, if it does.
    pub server: Option<Server>,
    /// Whether equal keys must meet, where it has several inlets.
    pub partitioning: Partitioning<'a>,
}

/// How the replicas of an instance divide the partitions of its topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Partitioning<'a> {
    /// The streamlet does not say. It need not where at most one inlet reads records with keys.
    Unsaid,
    /// Each partition by itself: no record has to meet another one.
    Independent,
    /// The same partition of the topics of these inlets is read by one replica, so that records of equal
    /// keys meet. Other inlets are independent of them.
    CoPartitioned(&'a [&'a str]),
}

impl<'a> Descriptor<'a> {
    /// Returns the inlet with this name.
    pub const fn inlet(&self, name: &str) -> Option<&'a Inlet<'a>> {
        let mut at = 0;
        while at < self.inlets.len() {
            if crate::text::equal(self.inlets[at].name, name) {
                return Some(&self.inlets[at]);
            }
            at += 1;
        }
        None
    }

    /// Returns the outlet with this name.
    pub const fn outlet(&self, name: &str) -> Option<&'a Outlet<'a>> {
        match self.outlet_index(name) {
            Some(at) => Some(&self.outlets[at]),
            None => None,
        }
    }

    /// Returns the index of the outlet with this name.
    pub const fn outlet_index(&self, name: &str) -> Option<usize> {
        let mut at = 0;
        while at < self.outlets.len() {
            if crate::text::equal(self.outlets[at].name, name) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Returns whether an outlet of this name declares a key.
    pub const fn has_key(&self, outlet: &str) -> bool {
        match self.outlet(outlet) {
            Some(outlet) => outlet.key.is_some(),
            None => false,
        }
    }

    /// Returns the names of the inlets whose partitions are read together.
    pub const fn co_partitioned(&self) -> &'a [&'a str] {
        match self.partitioning {
            Partitioning::CoPartitioned(inlets) => inlets,
            Partitioning::Unsaid | Partitioning::Independent => &[],
        }
    }

    /// Returns the configuration parameter with this key.
    pub const fn parameter(&self, key: &str) -> Option<&'a ConfigParameter<'a>> {
        let mut at = 0;
        while at < self.config.len() {
            if crate::text::equal(self.config[at].key, key) {
                return Some(&self.config[at]);
            }
            at += 1;
        }
        None
    }
}

/// A TCP port on which a streamlet serves.
///
/// In a pod it is always [`Server::CONTAINER_PORT`], and a Service leads to it. The sandbox hands
/// out ports from the same number upwards, one for each instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Server {
    /// The protocol that the Service names; clouds and meshes read it (`appProtocol`).
    pub protocol: &'static str,
}

impl Server {
    /// The port in every pod, as in the original Cloudflow.
    pub const CONTAINER_PORT: u16 = 3000;

    /// A server of HTTP/1.1.
    pub const HTTP: Self = Self { protocol: "http" };
}
