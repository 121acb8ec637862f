//! In what two schemas differ, for a reader that cannot tell them apart.
//!
//! Fingerprints do not know logical types, and so not the precision and scale of a decimal. This
//! comparison does; documentation, aliases and defaults are left out here as well: they are for readers
//! and change nothing in what is written.

use super::resolution::walk::{PLAIN_LEVELS, is_same};
use super::resolution::{MOST_DEPTH, Path, Step};
use super::{LogicalType, Schema};
use crate::text::equal;

/// How many named types are compared, each once.
const MOST_NAMES: usize = 128;

/// The first place where two schemas differ.
#[derive(Clone, Copy, Debug)]
pub struct Difference<'a> {
    pub(super) path: Path<'a>,
    pub(super) what: What<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    /// Other types, names or logical types.
    Types(Schema<'a>, Schema<'a>),
    /// Fixeds of other sizes.
    Sizes(usize, usize),
    /// Other fields, symbols or branches at the same place: their names.
    Parts { kind: &'static str, one: Option<&'a str>, other: Option<&'a str> },
}

impl<'a> Schema<'a> {
    /// Returns the first difference between this schema and another, or nothing where what one writes
    /// is what the other writes, in the same words.
    ///
    /// ```
    /// use cloudflow_model::Schema;
    /// use cloudflow_model::schema::LogicalType;
    ///
    /// let price = |scale| LogicalType::Decimal { precision: 8, scale };
    /// let (one, other) = (price(2), price(3));
    /// let one = Schema::Logical(one, &Schema::Bytes);
    /// let other = Schema::Logical(other, &Schema::Bytes);
    /// assert_eq!(one.fingerprint(), other.fingerprint());
    /// assert!(one.difference(&other).is_some());
    /// assert!(one.difference(&one).is_none());
    /// ```
    pub const fn difference(&'a self, other: &'a Self) -> Option<Difference<'a>> {
        difference((self, self), (other, other))
    }
}

/// Compares parts of two schemas, in which their references are looked up.
pub(super) const fn difference<'a>(
    (one, one_whole): (&'a Schema<'a>, &'a Schema<'a>),
    (other, other_whole): (&'a Schema<'a>, &'a Schema<'a>),
) -> Option<Difference<'a>> {
    // What the walk keeps costs more to set up than most records cost to compare.
    if is_same(one, other, PLAIN_LEVELS) {
        return None;
    }
    let mut walk = Walk {
        one: one_whole,
        other: other_whole,
        names: [""; MOST_NAMES],
        count: 0,
        depth: 0,
        found: None,
    };
    walk.value(one, other);
    walk.found
}

struct Walk<'a> {
    one: &'a Schema<'a>,
    other: &'a Schema<'a>,
    /// The named types that were met on both sides: met again they are the same, or are being compared
    /// further out.
    names: [&'a str; MOST_NAMES],
    count: usize,
    depth: usize,
    found: Option<Difference<'a>>,
}

impl<'a> Walk<'a> {
    const fn value(&mut self, one: &Schema<'a>, other: &Schema<'a>) -> bool {
        let (one, other) = (look_up(one, self.one), look_up(other, self.other));
        if self.depth == MOST_DEPTH {
            // Nobody writes such a type by hand; what travels with the records is compared at least.
            let is_same = one.fingerprint() == other.fingerprint();
            return if is_same { true } else { self.fail(What::Types(one, other)) };
        }
        self.depth += 1;
        let is_same = match (&one, &other) {
            (Schema::Logical(left, inner), Schema::Logical(right, other_inner)) => {
                if is_same_logical(*left, *right) {
                    self.value(inner, other_inner)
                } else {
                    self.fail(What::Types(one, other))
                }
            }
            (Schema::Array(left), Schema::Array(right)) => self.part(left, right, Step::Items),
            (Schema::Map(left), Schema::Map(right)) => self.part(left, right, Step::Values),
            (Schema::Union(left), Schema::Union(right)) => self.branches(left, right),
            (Schema::Record(left), Schema::Record(right)) if equal(left.name, right.name) => {
                self.is_known(left.name) || self.fields(left, right)
            }
            (Schema::Enum(left), Schema::Enum(right)) if equal(left.name, right.name) => {
                self.symbols(left.symbols, right.symbols)
            }
            (Schema::Fixed(left), Schema::Fixed(right)) if equal(left.name, right.name) => {
                if left.size == right.size {
                    true
                } else {
                    self.fail(What::Sizes(left.size, right.size))
                }
            }
            (Schema::Null, Schema::Null)
            | (Schema::Boolean, Schema::Boolean)
            | (Schema::Int, Schema::Int)
            | (Schema::Long, Schema::Long)
            | (Schema::Float, Schema::Float)
            | (Schema::Double, Schema::Double)
            | (Schema::Bytes, Schema::Bytes)
            | (Schema::String, Schema::String) => true,
            // Neither side defines it.
            (Schema::Reference(left), Schema::Reference(right)) if equal(left, right) => true,
            _ => self.fail(What::Types(one, other)),
        };
        self.depth -= 1;
        is_same
    }

    const fn fields(&mut self, one: &super::Record<'a>, other: &super::Record<'a>) -> bool {
        let mut at = 0;
        while at < one.fields.len() && at < other.fields.len() {
            let (left, right) = (&one.fields[at], &other.fields[at]);
            if !equal(left.name, right.name) {
                return self.parts("field", Some(left.name), Some(right.name));
            }
            if !is_same(left.schema, right.schema, PLAIN_LEVELS)
                && !self.part(left.schema, right.schema, Step::Field(left.name))
            {
                return false;
            }
            at += 1;
        }
        if at < one.fields.len() {
            self.parts("field", Some(one.fields[at].name), None)
        } else if at < other.fields.len() {
            self.parts("field", None, Some(other.fields[at].name))
        } else {
            true
        }
    }

    const fn symbols(&mut self, one: &[&'a str], other: &[&'a str]) -> bool {
        let mut at = 0;
        while at < one.len() && at < other.len() {
            if !equal(one[at], other[at]) {
                return self.parts("symbol", Some(one[at]), Some(other[at]));
            }
            at += 1;
        }
        if at < one.len() {
            self.parts("symbol", Some(one[at]), None)
        } else if at < other.len() {
            self.parts("symbol", None, Some(other[at]))
        } else {
            true
        }
    }

    const fn branches(&mut self, one: &[&Schema<'a>], other: &[&Schema<'a>]) -> bool {
        let mut at = 0;
        while at < one.len() && at < other.len() {
            if !self.value(one[at], other[at]) {
                return false;
            }
            at += 1;
        }
        if at < one.len() {
            self.parts("branch", Some(one[at].name()), None)
        } else if at < other.len() {
            self.parts("branch", None, Some(other[at].name()))
        } else {
            true
        }
    }

    /// Goes into a part; what differs there differs behind `step`.
    const fn part(&mut self, one: &Schema<'a>, other: &Schema<'a>, step: Step<'a>) -> bool {
        let is_same = self.value(one, other);
        if let Some(found) = &mut self.found {
            found.path.put_before(step);
        }
        is_same
    }

    /// Returns whether the record was met before, and remembers it.
    const fn is_known(&mut self, name: &'a str) -> bool {
        let mut at = 0;
        while at < self.count {
            if equal(self.names[at], name) {
                return true;
            }
            at += 1;
        }
        if self.count < MOST_NAMES {
            self.names[self.count] = name;
            self.count += 1;
        }
        false
    }

    const fn parts(
        &mut self,
        kind: &'static str,
        one: Option<&'a str>,
        other: Option<&'a str>,
    ) -> bool {
        self.fail(What::Parts { kind, one, other })
    }

    const fn fail(&mut self, what: What<'a>) -> bool {
        self.found = Some(Difference { path: Path::WHOLE, what });
        false
    }
}

const fn look_up<'a>(schema: &Schema<'a>, whole: &'a Schema<'a>) -> Schema<'a> {
    match schema {
        Schema::Reference(name) => match whole.definition(name) {
            Some(definition) => definition,
            None => *schema,
        },
        _ => *schema,
    }
}

const fn is_same_logical(one: LogicalType, other: LogicalType) -> bool {
    match (one, other) {
        (
            LogicalType::Decimal { precision, scale },
            LogicalType::Decimal { precision: other_precision, scale: other_scale },
        ) => precision == other_precision && scale == other_scale,
        _ => equal(one.name(), other.name()),
    }
}
