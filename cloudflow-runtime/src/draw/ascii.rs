//! The picture in box-drawing characters.

use super::boxes::boxes;
use super::graph::Graph;
use super::layers::Layers;
use super::listing::listing;
use cloudflow_model::Blueprint;

/// The widest picture with boxes, in columns: what is wider breaks in a terminal and is listed.
const WIDEST: usize = 100;

/// Beyond this many nodes a picture is a tangle, also where it would fit.
const MOST_NODES: usize = 40;

/// Returns the graph in box-drawing characters, from the sources down.
///
/// Boxes are instances with their streamlets; beside a line stands the record type, with the name of
/// the port where the streamlet has several. A graph that would be wider than 100 columns is listed
/// instead. Lines have no trailing blanks, and the last one ends.
pub(crate) fn ascii(blueprint: &Blueprint<'_>) -> String {
    let graph = Graph::new(blueprint);
    let layers = Layers::new(&graph);
    let picture =
        if graph.nodes.len() <= MOST_NODES { boxes(&graph, &layers, WIDEST) } else { None };
    picture.unwrap_or_else(|| listing(&graph, &layers))
}
