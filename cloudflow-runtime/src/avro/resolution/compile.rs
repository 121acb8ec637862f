//! Making the plan for a pair of schemas.

use cloudflow_model::Schema;
use cloudflow_model::schema::resolution::{
    Broken, Incompatibility, Relation, reader_symbol, relate, writer_field,
};
use cloudflow_model::schema::{Enumeration, Record};

use super::program::{Node, Program, RecordNode, Source};
use crate::avro::default::encode_default;

impl<'a> Program<'a> {
    /// Plans how values of `writer` are read as values of `reader`.
    ///
    /// # Errors
    ///
    /// When not every value can be.
    pub fn new(
        writer: &'a Schema<'a>,
        reader: &'a Schema<'a>,
    ) -> Result<Self, Box<Incompatibility<'a>>> {
        if let Some(reason) = reader.why_not_read(writer) {
            return Err(Box::new(reason));
        }
        let mut compiler = Compiler { writer, reader, nodes: Vec::new(), records: Vec::new() };
        let mut path = Incompatibility::at_the_whole(Broken::TooDeep);
        match compiler.node(writer, reader) {
            Ok(root) => Ok(Self { writer, nodes: compiler.nodes, root }),
            // The comparison above has followed the same rules, so this does not happen.
            Err(broken) => {
                path.broken = broken;
                Err(Box::new(path))
            }
        }
    }
}

struct Compiler<'a> {
    writer: &'a Schema<'a>,
    reader: &'a Schema<'a>,
    nodes: Vec<Node<'a>>,
    /// The nodes of pairs of records, which recursion comes back to.
    records: Vec<(&'a str, &'a str, usize)>,
}

impl<'a> Compiler<'a> {
    fn push(&mut self, node: Node<'a>) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn relate(
        &self,
        writer: &'a Schema<'a>,
        reader: &'a Schema<'a>,
    ) -> Result<Relation<'a>, Broken<'a>> {
        relate((writer, self.writer), (reader, self.reader))
    }

    fn node(
        &mut self,
        writer: &'a Schema<'a>,
        reader: &'a Schema<'a>,
    ) -> Result<usize, Broken<'a>> {
        if self.is_same(writer, reader, &mut Vec::new()) {
            return Ok(self.push(Node::Same(writer)));
        }
        let node = match self.relate(writer, reader)? {
            Relation::Same => Node::Same(writer),
            Relation::Promoted(promotion) => Node::Promote(promotion),
            Relation::Decimals { writer, reader } => Node::Decimal { writer, reader },
            Relation::Arrays(left, right) => Node::Array(self.node(left, right)?),
            Relation::Maps(left, right) => Node::Map(self.node(left, right)?),
            Relation::Enums(left, right) => Node::Enum(symbols(left, right)?),
            Relation::FromUnion(branches) => {
                let nodes: Result<_, _> =
                    branches.iter().map(|branch| self.node(branch, reader)).collect();
                Node::FromUnion(nodes?)
            }
            Relation::IntoUnion(index, branches) => {
                let branch = branches.get(index).ok_or(Broken::TooDeep)?;
                Node::IntoUnion(index, self.node(writer, branch)?)
            }
            Relation::Records(left, right) => return self.record(left, right),
        };
        Ok(self.push(node))
    }

    fn record(
        &mut self,
        writer: &'a Record<'a>,
        reader: &'a Record<'a>,
    ) -> Result<usize, Broken<'a>> {
        let known =
            self.records.iter().find(|known| known.0 == writer.name && known.1 == reader.name);
        if let Some((_, _, index)) = known {
            return Ok(*index);
        }
        // The place is taken first, so that the fields can refer to it.
        let index = self.push(Node::Same(&Schema::Null));
        self.records.push((writer.name, reader.name, index));
        let (mut sources, mut next, mut later) = (Vec::new(), 0, Vec::new());
        for (at, field) in reader.fields.iter().enumerate() {
            let Some(from) = writer_field(writer, reader, at, next) else {
                let default = field.default.as_ref();
                let json =
                    default.ok_or(Broken::Field { record: writer.name, field: field.name })?;
                let mut bytes = Vec::new();
                encode_default(field.schema, json, self.reader, &mut bytes);
                sources.push(Source::Default(bytes));
                continue;
            };
            if from < next {
                later.push(from);
            }
            next = next.max(from + 1);
            let schema = writer.fields.get(from).ok_or(Broken::TooDeep)?.schema;
            let node = if self.is_same(schema, field.schema, &mut Vec::new()) {
                None
            } else {
                Some(self.node(schema, field.schema)?)
            };
            sources.push(Source::Writer(from, node));
        }
        if let Some(node) = self.nodes.get_mut(index) {
            *node = Node::Record(RecordNode { writer, sources, later });
        }
        Ok(index)
    }

    /// Returns whether the reader reads the writer's bytes as its own. Pairs of records in `assumed`
    /// are being looked at further out.
    fn is_same(
        &self,
        writer: &'a Schema<'a>,
        reader: &'a Schema<'a>,
        assumed: &mut Vec<(&'a str, &'a str)>,
    ) -> bool {
        if let (Schema::Union(left), Schema::Union(right)) = (writer, reader) {
            return left.len() == right.len()
                && left.iter().zip(*right).enumerate().all(|(index, (branch, other))| {
                    let found = self.relate(branch, reader);
                    matches!(found, Ok(Relation::IntoUnion(same, _)) if same == index)
                        && self.is_same(branch, other, assumed)
                });
        }
        match self.relate(writer, reader) {
            Ok(Relation::Same) => true,
            Ok(Relation::Arrays(left, right) | Relation::Maps(left, right)) => {
                self.is_same(left, right, assumed)
            }
            Ok(Relation::Enums(left, right)) => left.symbols == right.symbols,
            Ok(Relation::Records(left, right)) => {
                let pair = (left.name, right.name);
                if assumed.contains(&pair) {
                    return true;
                }
                assumed.push(pair);
                left.fields.len() == right.fields.len()
                    && left.fields.iter().zip(right.fields).enumerate().all(|(at, (one, other))| {
                        writer_field(left, right, at, at) == Some(at)
                            && self.is_same(one.schema, other.schema, assumed)
                    })
            }
            _ => false,
        }
    }
}

fn symbols<'a>(
    writer: &Enumeration<'a>,
    reader: &Enumeration<'a>,
) -> Result<Vec<usize>, Broken<'a>> {
    let found = writer.symbols.iter().map(|symbol| {
        reader_symbol(reader, symbol).ok_or(Broken::Symbol { enumeration: reader.name, symbol })
    });
    found.collect()
}
