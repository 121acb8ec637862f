//! Pictures of a blueprint: box drawing for a terminal, Mermaid for a README, DOT for Graphviz.
//!
//! All three show the same graph: streamlets, and topics that are connected to the world
//! outside. They never fail, also on a blueprint that its rules refuse, since a picture helps most
//! when something is wrong.

#![expect(
    clippy::indexing_slicing,
    reason = "nodes are numbered, and every index is that of a node"
)]

mod ascii;
mod boxes;
mod canvas;
mod dot;
mod graph;
mod layers;
mod listing;
mod mermaid;
mod place;
mod route;
mod shape;
#[cfg(test)]
mod tests;

pub(crate) use ascii::ascii;
pub(crate) use dot::dot;
pub(crate) use mermaid::mermaid;

use graph::{Graph, Net, NodeKind};
