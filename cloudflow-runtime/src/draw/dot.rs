//! DOT text, which Graphviz draws.

use std::fmt::Write as _;

use super::{Graph, Net, NodeKind};
use cloudflow_model::Blueprint;

/// Returns the graph in the language of Graphviz.
pub(crate) fn dot(blueprint: &Blueprint<'_>) -> String {
    let graph = Graph::new(blueprint);
    let mut text = String::new();
    let _ = writeln!(text, "digraph \"{}\" {{", escape(blueprint.name));
    text.push_str("    node [shape=box, fontname=\"sans-serif\"];\n");
    text.push_str("    edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        let name = escape(&node.name);
        let detail =
            node.detail.iter().fold(String::new(), |text, detail| text + "\\n" + &escape(detail));
        let shape = match node.kind {
            NodeKind::Streamlet => "",
            NodeKind::Topic => ", shape=cylinder",
        };
        let _ = writeln!(text, "    n{index} [label=\"{name}{detail}\"{shape}];");
    }
    for Net { producers, consumers } in &graph.nets {
        for (from, to) in
            producers.iter().flat_map(|from| consumers.iter().map(move |to| (from, to)))
        {
            let label = escape(&from.label);
            let _ = writeln!(text, "    n{} -> n{} [label=\"{label}\"];", from.node, to.node);
        }
    }
    text.push_str("}\n");
    text
}

/// Escapes what ends a quoted text of DOT or starts an escape of its own.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' => escaped.extend(['\\', character]),
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}
