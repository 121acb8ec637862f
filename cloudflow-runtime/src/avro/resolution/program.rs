//! What a plan of resolution is made of.

use cloudflow_model::Schema;
use cloudflow_model::schema::Record;
use cloudflow_model::schema::resolution::Promotion;

/// How the values of one writer's schema become those of one reader's.
#[derive(Clone, Debug)]
pub struct Program<'a> {
    /// The writer's schema as a whole: references in parts of it are looked up there.
    pub(super) writer: &'a Schema<'a>,
    /// Nodes refer to each other by index, since recursive schemas make them a graph.
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) root: usize,
}

/// How one value becomes another.
#[derive(Clone, Debug)]
pub(super) enum Node<'a> {
    /// The reader reads the writer's bytes as its own; they have this schema.
    Same(&'a Schema<'a>),
    /// A number of another type is read.
    Promote(Promotion),
    /// A decimal in bytes (no size) or a fixed becomes one in the other.
    Decimal { writer: Option<usize>, reader: Option<usize> },
    /// The writer says which of its branches follows; each has a node.
    FromUnion(Vec<usize>),
    /// The value becomes the branch of the reader's union with the first index.
    IntoUnion(usize, usize),
    /// The reader's fields, each from somewhere.
    Record(RecordNode<'a>),
    /// The reader's symbol for each of the writer's.
    Enum(Vec<usize>),
    /// How each item becomes another.
    Array(usize),
    /// How each value becomes another.
    Map(usize),
}

/// How a record becomes another.
#[derive(Clone, Debug)]
pub(super) struct RecordNode<'a> {
    /// The writer's record: what is skipped, in which order.
    pub(super) writer: &'a Record<'a>,
    /// Where each of the reader's fields comes from.
    pub(super) sources: Vec<Source>,
    /// The writer's fields that the reader has further back than the writer, and so comes back to.
    pub(super) later: Vec<usize>,
}

/// Where a field of the reader comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// From the writer's field with this index, through a node unless the bytes are the reader's.
    Writer(usize, Option<usize>),
    /// From the default, in the reader's encoding.
    Default(Vec<u8>),
}

impl<'a> Program<'a> {
    /// Returns the node with this index.
    #[inline]
    pub(super) fn node(&self, index: usize) -> &Node<'a> {
        // Every index that a node holds is that of a node.
        self.nodes.get(index).unwrap_or(&Node::Same(&Schema::Null))
    }
}
