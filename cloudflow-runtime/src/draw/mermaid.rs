//! Mermaid text, which GitHub and many editors draw.

use std::fmt::Write as _;

use super::{Graph, Net, NodeKind};
use cloudflow_model::Blueprint;

/// Returns the graph as a Mermaid flowchart.
pub(crate) fn mermaid(blueprint: &Blueprint<'_>) -> String {
    let graph = Graph::new(blueprint);
    let mut text = "flowchart TD\n".to_owned();
    for (index, node) in graph.nodes.iter().enumerate() {
        // A number is a safe identifier; names such as `end` and `graph` are words of the language.
        let (open, close) = match node.kind {
            NodeKind::Streamlet => ("[", "]"),
            NodeKind::Topic => ("[(", ")]"),
        };
        let name = escape(&node.name);
        let detail = node.detail.iter().fold(String::new(), |text, detail| {
            text + "<br/><small>" + &escape(detail) + "</small>"
        });
        let _ = writeln!(text, "    n{index}{open}\"{name}{detail}\"{close}");
    }
    for Net { producers, consumers } in &graph.nets {
        for (from, to) in
            producers.iter().flat_map(|from| consumers.iter().map(move |to| (from, to)))
        {
            let arrow = if from.label.is_empty() {
                "-->".to_owned()
            } else {
                format!("-- \"{}\" -->", escape(&from.label))
            };
            let _ = writeln!(text, "    n{} {arrow} n{}", from.node, to.node);
        }
    }
    text
}

/// Escapes what ends a quoted text of Mermaid or starts a tag or an entity of its own.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '&' => escaped.push_str("#amp;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '`' => escaped.push_str("#96;"),
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}
