//! A node's box: its lines, its width, and where lines meet it.

use super::graph::{End, Graph, Net};
use super::layers::Layers;

/// A node's box and its ports.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub(super) lines: Vec<String>,
    pub(super) width: usize,
    pub(super) inlets: Vec<Port>,
    pub(super) outlets: Vec<Port>,
}

/// Where a line meets a box.
#[derive(Clone, Debug)]
pub(super) struct Port {
    pub(super) net: usize,
    pub(super) offset: usize,
    pub(super) label: String,
}

impl Shape {
    pub(super) fn new(graph: &Graph, layers: &Layers, node: usize) -> Self {
        let shown = &graph.nodes[node];
        let mut lines = vec![shown.name.clone()];
        lines.extend(shown.detail.clone());
        lines.extend(layers.notes[node].iter().cloned());
        let ports = |ends: fn(&Net) -> &[End]| -> Vec<Port> {
            let nets = layers.nets.iter().enumerate();
            let ends = nets.flat_map(|(net, lines)| ends(lines).iter().map(move |end| (net, end)));
            ends.filter(|(_, end)| end.node == node)
                .map(|(net, end)| Port { net, offset: 0, label: end.label.clone() })
                .collect()
        };
        let mut inlets = ports(|net| &net.consumers);
        let mut outlets = ports(|net| &net.producers);
        let text = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) + 4;
        let width = text.max(spread(&inlets)).max(spread(&outlets));
        distribute(&mut inlets, width);
        distribute(&mut outlets, width);
        Self { lines, width, inlets, outlets }
    }

    /// Returns the columns that it takes up: a label may stand out beyond the box.
    pub(super) fn extent(&self) -> usize {
        let labels = self.inlets.iter().chain(&self.outlets).map(Port::end);
        labels.max().unwrap_or(0).max(self.width)
    }
}

impl Port {
    fn end(&self) -> usize {
        self.offset + self.space()
    }

    /// Returns the columns of the line and its label.
    fn space(&self) -> usize {
        let label = self.label.chars().count();
        if label == 0 { 1 } else { label + 2 }
    }
}

/// Returns the width of a box below which all these ports have room.
fn spread(ports: &[Port]) -> usize {
    match ports.split_last() {
        // The last label may stand out; three columns at each end leave room to straighten a line.
        Some((_, before)) => before.iter().map(|port| port.space() + 2).sum::<usize>() + 7,
        None => 0,
    }
}

/// Distributes ports over a box: one in the middle, several side by side around it.
pub(super) fn distribute(ports: &mut [Port], width: usize) {
    let mut offset = (width - spread(ports).min(width)) / 2 + 3;
    for port in ports {
        port.offset = offset;
        offset += port.space() + 2;
    }
}
