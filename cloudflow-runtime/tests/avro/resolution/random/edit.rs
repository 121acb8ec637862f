//! Random edits of a schema: those that keep readers able to read, and those that may not.

use cloudflow_model::Schema;
use cloudflow_model::schema::Json;

use super::choices::Choices;
use super::shape::{Member, Shape};

/// Edits a schema so that readers of the result read what was written with the original.
pub(super) fn compatible(shape: &Shape, choices: &mut Choices<'_>) -> Shape {
    Editor { choices, may_break: false }.shape(shape)
}

/// Edits a schema in any way.
pub(super) fn any(shape: &Shape, choices: &mut Choices<'_>) -> Shape {
    Editor { choices, may_break: true }.shape(shape)
}

struct Editor<'a, 'bytes> {
    choices: &'a mut Choices<'bytes>,
    may_break: bool,
}

impl Editor<'_, '_> {
    /// Returns true now and then, where edits may break.
    fn breaks(&mut self) -> bool {
        self.may_break && self.choices.once_in(12)
    }

    fn shape(&mut self, shape: &Shape) -> Shape {
        if self.breaks() {
            return match self.choices.below(3) {
                0 => Shape::Plain(Schema::Int),
                1 => Shape::Array(Box::new(shape.clone())),
                _ => Shape::Plain(Schema::Bytes),
            };
        }
        match shape {
            Shape::Plain(schema) => Shape::Plain(self.plain(schema)),
            Shape::Array(items) => Shape::Array(Box::new(self.part(items))),
            Shape::Map(values) => Shape::Map(Box::new(self.part(values))),
            Shape::Union(branches) => self.union(branches),
            Shape::Record(name, members) => self.record(name, members),
            Shape::Enum(name, symbols, default) => {
                self.enumeration(name, symbols, default.as_ref())
            }
            Shape::Fixed(name, size) => {
                let longer = usize::from(self.breaks());
                Shape::Fixed(name.clone(), size + longer)
            }
        }
    }

    /// Edits a part, which may become optional.
    fn part(&mut self, shape: &Shape) -> Shape {
        let edited = self.shape(shape);
        let can_be_a_branch =
            !matches!(edited, Shape::Union(_) | Shape::Plain(Schema::Null) | Shape::Map(_));
        if can_be_a_branch && self.choices.once_in(4) {
            Shape::Union(vec![Shape::Plain(Schema::Null), edited])
        } else {
            edited
        }
    }

    fn plain(&mut self, schema: &Schema<'static>) -> Schema<'static> {
        let wider: &[Schema<'static>] = match schema {
            Schema::Int => &[Schema::Int, Schema::Long, Schema::Float, Schema::Double],
            Schema::Long => &[Schema::Long, Schema::Float, Schema::Double],
            Schema::Float => &[Schema::Float, Schema::Double],
            Schema::String | Schema::Bytes => &[Schema::String, Schema::Bytes],
            _ => return *schema,
        };
        wider[self.choices.below(wider.len())]
    }

    fn union(&mut self, branches: &[Shape]) -> Shape {
        let mut edited: Vec<Shape> = branches.iter().map(|branch| self.shape(branch)).collect();
        if edited.len() > 1 && self.breaks() {
            edited.remove(0);
        }
        // What was broken may be a type that is there already, which no union may have.
        let mut kinds = Vec::new();
        edited.retain(|branch| {
            let kind = branch.schema().name();
            let is_new = !kinds.contains(&kind);
            kinds.push(kind);
            is_new && !matches!(branch, Shape::Union(_))
        });
        let first = self.choices.below(edited.len().max(1));
        edited.rotate_left(first);
        if !kinds.contains(&"double") && self.choices.once_in(2) {
            edited.push(Shape::Plain(Schema::Double));
        }
        Shape::Union(edited)
    }

    fn record(&mut self, name: &str, members: &[Member]) -> Shape {
        let name = if self.breaks() { format!("{name}X") } else { name.to_owned() };
        let mut edited = Vec::new();
        for member in members {
            if !self.choices.once_in(6) {
                let shape = self.part(&member.shape);
                edited.push(Member { name: member.name.clone(), shape, default: None });
            }
        }
        if self.choices.once_in(3) {
            edited.reverse();
        }
        for number in 0..self.choices.below(3) {
            let at = self.choices.below(edited.len() + 1);
            let member = self.added(format!("added{number}"));
            edited.insert(at, member);
        }
        Shape::Record(name, edited)
    }

    /// Returns a field that the writer does not have, with a default.
    fn added(&mut self, name: String) -> Member {
        const ONE: Json<'static> = Json::Integer(1);
        let (shape, default) = match self.choices.below(7) {
            0 => (Shape::Plain(Schema::Long), Json::Integer(-7)),
            1 => (Shape::Plain(Schema::Double), Json::Float(0.5)),
            2 => (Shape::Plain(Schema::String), Json::String("déjà")),
            3 => (Shape::Array(Box::new(Shape::Plain(Schema::Int))), Json::Array(&[ONE, ONE])),
            4 => {
                let values = Box::new(Shape::Plain(Schema::Boolean));
                (Shape::Map(values), Json::Object(&[("on", Json::Boolean(true))]))
            }
            5 => {
                let branches = vec![Shape::Plain(Schema::Null), Shape::Plain(Schema::String)];
                (Shape::Union(branches), Json::Null)
            }
            _ => {
                let branches = vec![Shape::Plain(Schema::Int), Shape::Plain(Schema::Null)];
                (Shape::Union(branches), ONE)
            }
        };
        let default = if self.breaks() { None } else { Some(default) };
        Member { name, shape, default }
    }

    fn enumeration(&mut self, name: &str, symbols: &[String], default: Option<&String>) -> Shape {
        let mut edited = symbols.to_vec();
        let mut default = default.cloned();
        if self.choices.once_in(3) {
            edited.push("NEW".to_owned());
        }
        if self.choices.once_in(3) {
            edited.reverse();
        }
        if edited.len() > 1 && (self.breaks() || self.choices.once_in(3)) {
            edited.remove(0);
            if !self.breaks() {
                default = Some(edited[0].clone());
            }
        }
        Shape::Enum(name.to_owned(), edited, default)
    }
}
