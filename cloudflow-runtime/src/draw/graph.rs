//! What is drawn: nodes, and nets of ports that share a topic.

use std::fmt::Write as _;

use cloudflow_model::{Blueprint, Instance, PortRef, Topology};

/// The graph of a blueprint, free of everything that is not drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) nets: Vec<Net>,
}

/// Something in a frame.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    /// Its name, first of all.
    pub(super) name: String,
    /// What it is, where the name does not say it.
    pub(super) detail: Option<String>,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    /// An instance of the blueprint.
    Streamlet,
    /// A topic that nothing in the blueprint writes to, or nothing reads.
    Topic,
}

/// A topic as lines: every producer reaches every consumer.
#[derive(Clone, Debug)]
pub(super) struct Net {
    pub(super) producers: Vec<End>,
    pub(super) consumers: Vec<End>,
}

/// Where a net meets a node.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// The index of the node.
    pub(super) node: usize,
    /// The name of the port; empty at a topic.
    pub(super) port: String,
    /// What is written beside the line: the record type at an outlet, with the name of the port where
    /// the node has several; at an inlet the name alone.
    pub(super) label: String,
}

impl Graph {
    pub(super) fn new(blueprint: &Blueprint<'_>) -> Self {
        let mut nodes: Vec<Node> = blueprint.instances.iter().map(streamlet).collect();
        let topology = Topology::new(blueprint);
        let mut nets = Vec::new();
        for topic in topology.topics() {
            let record = topic.schema.map_or("", |schema| short(schema.name()));
            let outlet = |port: &PortRef<'_>| {
                let streamlet = blueprint.instances.get(port.instance)?.streamlet;
                let schema = streamlet.outlet(port.port).map(|outlet| short(outlet.schema.name()));
                let record = schema.unwrap_or(record);
                let label = match streamlet.outlets {
                    [_] => record.to_owned(),
                    _ => format!("{}: {record}", port.port),
                };
                Some(End { node: port.instance, port: port.port.to_owned(), label })
            };
            let inlet = |port: &PortRef<'_>| {
                let streamlet = blueprint.instances.get(port.instance)?.streamlet;
                let is_only = streamlet.inlets.len() == 1;
                let label = if is_only { String::new() } else { port.port.to_owned() };
                Some(End { node: port.instance, port: port.port.to_owned(), label })
            };
            let mut net = Net {
                producers: topic.producers.iter().filter_map(outlet).collect(),
                consumers: topic.consumers.iter().filter_map(inlet).collect(),
            };
            let mut outside = |label: &str| {
                nodes.push(Node {
                    kind: NodeKind::Topic,
                    name: topic.name.clone(),
                    detail: Some("topic".to_owned()),
                });
                End { node: nodes.len() - 1, port: String::new(), label: label.to_owned() }
            };
            if net.producers.is_empty() {
                net.producers.push(outside(record));
            }
            if net.consumers.is_empty() {
                net.consumers.push(outside(""));
            }
            nets.push(net);
        }
        Self { nodes, nets }
    }

    /// Returns what a person calls an end: `validate.metric`, or `topic metrics`.
    pub(super) fn spell(&self, end: &End) -> String {
        let node = &self.nodes[end.node];
        match node.kind {
            NodeKind::Streamlet => format!("{}.{}", node.name, end.port),
            NodeKind::Topic => format!("topic {}", node.name),
        }
    }
}

fn streamlet(instance: &Instance<'_>) -> Node {
    let mut name = instance.name.to_owned();
    if instance.replicas > 1 {
        let _ = write!(name, " ×{}", instance.replicas);
    }
    let detail = Some(instance.streamlet.name).filter(|name| *name != instance.name);
    Node { kind: NodeKind::Streamlet, name, detail: detail.map(str::to_owned) }
}

/// Returns the last part of a full name: people know the type, not the namespace.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
