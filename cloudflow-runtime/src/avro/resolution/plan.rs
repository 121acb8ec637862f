//! A place in a program, as the code that decodes one type sees it.

use cloudflow_model::schema::resolution::Promotion;

use super::fields::ResolvedFields;
use super::program::{Node, Program};
use super::rewrite::rewrite;
use crate::avro::{AvroType, DecodeError, Fault, Reader};

/// How the value that comes next is read.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'p> {
    pub(super) program: &'p Program<'p>,
    pub(super) node: &'p Node<'p>,
}

impl<'p> Plan<'p> {
    #[inline]
    pub(super) fn new(program: &'p Program<'p>) -> Self {
        Self { program, node: program.node(program.root) }
    }

    #[inline]
    pub(super) fn at(self, index: usize) -> Self {
        Self { program: self.program, node: self.program.node(index) }
    }

    /// Reads which branch of the writer's unions follows, and returns how it becomes the reader's
    /// value; nothing when the bytes are the reader's own.
    #[inline]
    pub(crate) fn enter(self, reader: &mut Reader<'_>) -> Result<Option<Self>, DecodeError> {
        match self.node {
            Node::Same(_) => Ok(None),
            Node::FromUnion(branches) => {
                let index = reader.index(branches.len())?;
                match branches.get(index) {
                    // A union holds no union, so this goes one level down.
                    Some(node) => self.at(*node).enter(reader),
                    None => Err(reader.fault(Fault::Unresolved)),
                }
            }
            _ => Ok(Some(self)),
        }
    }

    /// Returns the promotion of a number.
    #[inline]
    pub(crate) fn promotion(self) -> Option<Promotion> {
        match self.node {
            Node::Promote(promotion) => Some(*promotion),
            _ => None,
        }
    }

    /// Returns the index of the reader's branch, and how the value becomes that branch.
    #[inline]
    pub fn branch(self) -> Option<(usize, Self)> {
        match self.node {
            Node::IntoUnion(branch, node) => Some((*branch, self.at(*node))),
            _ => None,
        }
    }

    /// Returns how items of an array, or values of a map, are read.
    #[inline]
    pub(crate) fn parts(self) -> Option<Self> {
        match self.node {
            Node::Array(node) | Node::Map(node) => Some(self.at(*node)),
            _ => None,
        }
    }

    /// Reads a symbol of the writer's enum and returns the index of the reader's.
    #[inline]
    pub fn symbol(self, reader: &mut Reader<'_>) -> Result<usize, DecodeError> {
        if let Node::Enum(symbols) = self.node {
            let index = reader.index(symbols.len())?;
            if let Some(symbol) = symbols.get(index) {
                return Ok(*symbol);
            }
        }
        Err(reader.fault(Fault::Unresolved))
    }

    /// Reads a record: `decode` asks for the reader's fields in their order.
    pub fn record<T>(
        self,
        reader: &mut Reader<'_>,
        decode: impl FnOnce(&mut ResolvedFields<'p, '_, '_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let Node::Record(record) = self.node else {
            return Err(reader.fault(Fault::Unresolved));
        };
        reader.record(|reader| {
            let mut fields = ResolvedFields::new(self, record, reader);
            let value = decode(&mut fields)?;
            fields.finish()?;
            Ok(value)
        })
    }

    /// Reads a value by way of the reader's bytes: for types that know nothing of plans.
    pub(crate) fn decode_rewritten<T: AvroType>(
        self,
        reader: &mut Reader<'_>,
    ) -> Result<T, DecodeError> {
        let mut bytes = Vec::new();
        rewrite(self, reader, &mut bytes)?;
        // A fault in what was rewritten is shown where the value ends in the message.
        T::decode(&mut Reader::new(&bytes)).map_err(|error| error.at(reader.position()))
    }
}
