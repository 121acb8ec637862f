//! The picture that always fits: one paragraph for each node, with its lines below it.

use std::fmt::Write as _;

use super::graph::Graph;
use super::layers::Layers;

/// Lists the nodes from the sources downwards, each with where its records go.
pub(super) fn listing(graph: &Graph, layers: &Layers) -> String {
    let mut order: Vec<usize> = (0..graph.nodes.len()).collect();
    order.sort_by_key(|node| layers.of[*node]);
    let mut text = String::new();
    let mut is_after_lines = false;
    for node in order {
        let is_sending =
            graph.nets.iter().any(|net| net.producers.iter().any(|end| end.node == node));
        if is_after_lines || (is_sending && !text.is_empty()) {
            text.push('\n');
        }
        is_after_lines = is_sending;
        let shown = &graph.nodes[node];
        let detail = shown.detail.as_deref().map(|detail| format!("  ({detail})"));
        let _ = writeln!(text, "{}{}", shown.name, detail.unwrap_or_default());
        let sent: Vec<_> = graph
            .nets
            .iter()
            .flat_map(|net| net.producers.iter().map(move |end| (net, end)))
            .filter(|(_, end)| end.node == node)
            .collect();
        for (at, (net, end)) in sent.iter().enumerate() {
            let is_last = at + 1 == sent.len();
            let (branch, rail) = if is_last { ("└─", "  ") } else { ("├─", "│ ") };
            let _ = writeln!(text, "{branch} {}", end.label);
            for (at, to) in net.consumers.iter().enumerate() {
                let arrow = if at + 1 == net.consumers.len() { "└─▶" } else { "├─▶" };
                let _ = writeln!(text, "{rail} {arrow} {}", graph.spell(to));
            }
        }
    }
    text
}
