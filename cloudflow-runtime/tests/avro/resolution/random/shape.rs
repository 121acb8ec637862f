//! Random schemas, as owned trees that can be edited.

use cloudflow_model::Schema;
use cloudflow_model::schema::{Enumeration, Field, Fixed, Json, Record};

use super::choices::Choices;

/// How deeply a random schema is nested.
const MOST_DEPTH: usize = 4;

const PLAIN: [Schema<'static>; 8] = [
    Schema::Long,
    Schema::Int,
    Schema::Float,
    Schema::Double,
    Schema::String,
    Schema::Bytes,
    Schema::Boolean,
    Schema::Null,
];

/// A schema that can be edited.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Plain(Schema<'static>),
    Array(Box<Shape>),
    Map(Box<Shape>),
    Union(Vec<Shape>),
    Record(String, Vec<Member>),
    Enum(String, Vec<String>, Option<String>),
    Fixed(String, usize),
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) shape: Shape,
    pub(super) default: Option<Json<'static>>,
}

/// Makes a record; its parts are named by a count, so that no name is used twice.
pub(super) fn record(choices: &mut Choices<'_>) -> Shape {
    Maker { choices, names: 0 }.record(0)
}

struct Maker<'a, 'bytes> {
    choices: &'a mut Choices<'bytes>,
    names: usize,
}

impl Maker<'_, '_> {
    fn name(&mut self) -> String {
        self.names += 1;
        format!("N{}", self.names)
    }

    fn record(&mut self, depth: usize) -> Shape {
        let name = self.name();
        let fields = (0..self.choices.below(5)).map(|index| Member {
            name: format!("f{index}"),
            shape: self.shape(depth + 1),
            default: None,
        });
        Shape::Record(name, fields.collect())
    }

    fn shape(&mut self, depth: usize) -> Shape {
        let kinds = if depth < MOST_DEPTH { 16 } else { PLAIN.len() + 2 };
        match self.choices.below(kinds) {
            plain if plain < PLAIN.len() => Shape::Plain(PLAIN[plain]),
            8 => Shape::Fixed(self.name(), self.choices.below(4)),
            9 => {
                let count = 1 + self.choices.below(4);
                Shape::Enum(self.name(), (0..count).map(|at| format!("S{at}")).collect(), None)
            }
            10 => Shape::Array(Box::new(self.shape(depth + 1))),
            11 => Shape::Map(Box::new(self.shape(depth + 1))),
            12 | 13 => self.union(depth),
            _ => self.record(depth),
        }
    }

    /// Makes a union of types that neither side takes for each other: the reference is more lenient
    /// than the specification with values of fixed, enums and maps.
    fn union(&mut self, depth: usize) -> Shape {
        let mut branches = vec![Shape::Plain(Schema::Null)];
        for (number, plain) in
            [Schema::Boolean, Schema::Int, Schema::String].into_iter().enumerate()
        {
            if self.choices.once_in(2 + number) {
                branches.push(Shape::Plain(plain));
            }
        }
        if self.choices.once_in(2) {
            branches.push(self.record(depth + 1));
        } else {
            branches.push(Shape::Array(Box::new(self.shape(depth + 1))));
        }
        let first = self.choices.below(branches.len());
        branches.rotate_left(first);
        Shape::Union(branches)
    }
}

impl Shape {
    /// Returns the schema. Constants are what schemas are made for, so it is never freed.
    pub(super) fn schema(&self) -> &'static Schema<'static> {
        let schema = match self {
            Self::Plain(schema) => *schema,
            Self::Array(items) => Schema::Array(items.schema()),
            Self::Map(values) => Schema::Map(values.schema()),
            Self::Union(branches) => {
                Schema::Union(branches.iter().map(Self::schema).collect::<Vec<_>>().leak())
            }
            Self::Record(name, members) => {
                let fields = members.iter().map(|member| Field {
                    name: leak(&member.name),
                    doc: "",
                    aliases: &[],
                    schema: member.shape.schema(),
                    default: member.default,
                });
                let fields = fields.collect::<Vec<_>>().leak();
                let record = Record { name: leak(name), doc: "", aliases: &[], fields };
                Schema::Record(Box::leak(Box::new(record)))
            }
            Self::Enum(name, symbols, default) => {
                let symbols = symbols.iter().map(|symbol| leak(symbol)).collect::<Vec<_>>().leak();
                let default = default.as_deref().map(leak);
                let enumeration =
                    Enumeration { name: leak(name), doc: "", aliases: &[], symbols, default };
                Schema::Enum(Box::leak(Box::new(enumeration)))
            }
            Self::Fixed(name, size) => {
                let fixed = Fixed { name: leak(name), aliases: &[], size: *size };
                Schema::Fixed(Box::leak(Box::new(fixed)))
            }
        };
        Box::leak(Box::new(schema))
    }
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}
