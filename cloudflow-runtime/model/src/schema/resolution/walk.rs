//! Going down two schemas at once, without a heap: the answer of resolution in a const.

use super::super::{LogicalType, Record, Schema};
use super::relation::other_meaning;
use super::{Broken, Incompatibility, Path, Relation, Step, reader_symbol, relate, writer_field};
use crate::text::equal;

/// How deeply types may be nested in each other. Each level takes stack frames, of which const
/// evaluation has 128.
pub const MOST_DEPTH: usize = 36;

/// How deeply plain types are looked into before the rules are asked.
pub(in crate::schema) const PLAIN_LEVELS: usize = 6;

/// How many pairs of records are compared, each once.
const MOST_PAIRS: usize = 128;

/// Compares two schemas; with `is_strict` also what their values stand for.
pub(super) const fn compare<'a>(
    writer: &'a Schema<'a>,
    reader: &'a Schema<'a>,
    is_strict: bool,
) -> Option<Incompatibility<'a>> {
    // What the walk keeps costs more to set up than most records cost to compare.
    if is_same(writer, reader, PLAIN_LEVELS) {
        return None;
    }
    let mut walk = Walk {
        writer,
        reader,
        is_strict,
        pairs: [("", ""); MOST_PAIRS],
        count: 0,
        depth: 0,
        broken: None,
    };
    walk.value(writer, reader);
    walk.broken
}

struct Walk<'a> {
    writer: &'a Schema<'a>,
    reader: &'a Schema<'a>,
    is_strict: bool,
    /// Full names of the records that were met together. Met again they need no second look: they
    /// were found to fit, or are being looked at further out, which is what recursion means.
    pairs: [(&'a str, &'a str); MOST_PAIRS],
    count: usize,
    depth: usize,
    broken: Option<Incompatibility<'a>>,
}

impl<'a> Walk<'a> {
    /// Returns whether the values fit; if not, `broken` says why.
    const fn value(&mut self, writer: &'a Schema<'a>, reader: &'a Schema<'a>) -> bool {
        if self.depth == MOST_DEPTH {
            return self.fail(Broken::TooDeep);
        }
        self.depth += 1;
        let relation = relate((writer, self.writer), (reader, self.reader));
        let fits = match relation {
            Ok(Relation::Same | Relation::Promoted(_)) if self.is_strict => {
                match other_meaning((writer, self.writer), (reader, self.reader)) {
                    Some(broken) => self.fail(broken),
                    None => true,
                }
            }
            Ok(Relation::Same | Relation::Promoted(_) | Relation::Decimals { .. }) => true,
            Ok(Relation::Arrays(left, right)) => self.part(left, right, Step::Items),
            Ok(Relation::Maps(left, right)) => self.part(left, right, Step::Values),
            Ok(Relation::IntoUnion(index, branches)) => match shown_branch(branches, index) {
                Some(step) => self.part(writer, branches[index], step),
                None => self.value(writer, branches[index]),
            },
            Ok(Relation::FromUnion(branches)) => self.branches(branches, reader),
            Ok(Relation::Enums(left, right)) => {
                let mut at = 0;
                while at < left.symbols.len() {
                    if reader_symbol(right, left.symbols[at]).is_none() {
                        return self.fail(Broken::Symbol {
                            enumeration: right.name,
                            symbol: left.symbols[at],
                        });
                    }
                    at += 1;
                }
                true
            }
            Ok(Relation::Records(left, right)) => self.record(left, right),
            Err(broken) => self.fail(broken),
        };
        self.depth -= 1;
        fits
    }

    const fn branches(&mut self, branches: &'a [&'a Schema<'a>], reader: &'a Schema<'a>) -> bool {
        let mut at = 0;
        while at < branches.len() {
            // The reader's branch is the better place to name, if there is one.
            let step = match reader {
                Schema::Union(_) => None,
                _ => shown_branch(branches, at),
            };
            let fits = match step {
                Some(step) => self.part(branches[at], reader, step),
                None => self.value(branches[at], reader),
            };
            if !fits {
                return false;
            }
            at += 1;
        }
        true
    }

    const fn record(&mut self, writer: &'a Record<'a>, reader: &'a Record<'a>) -> bool {
        let mut at = 0;
        while at < self.count {
            if equal(self.pairs[at].0, writer.name) && equal(self.pairs[at].1, reader.name) {
                return true;
            }
            at += 1;
        }
        if self.count == MOST_PAIRS {
            return self.fail(Broken::TooDeep);
        }
        self.pairs[self.count] = (writer.name, reader.name);
        self.count += 1;
        let (mut at, mut next) = (0, 0);
        while at < reader.fields.len() {
            let field = &reader.fields[at];
            let fits = match writer_field(writer, reader, at, next) {
                Some(index) if is_same(writer.fields[index].schema, field.schema, PLAIN_LEVELS) => {
                    next = index + 1;
                    true
                }
                Some(index) => {
                    next = index + 1;
                    let step = Step::Field(field.name);
                    self.part(writer.fields[index].schema, field.schema, step)
                }
                None if field.default.is_none() => {
                    self.fail(Broken::Field { record: writer.name, field: field.name })
                }
                None => true,
            };
            if !fits {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Goes into a part; what is wrong there is wrong behind `step`.
    const fn part(
        &mut self,
        writer: &'a Schema<'a>,
        reader: &'a Schema<'a>,
        step: Step<'a>,
    ) -> bool {
        let fits = self.value(writer, reader);
        if let Some(broken) = &mut self.broken {
            broken.path.put_before(step);
        }
        fits
    }

    const fn fail(&mut self, broken: Broken<'a>) -> bool {
        let mut path = Path::WHOLE;
        if let Broken::Field { field, .. } = broken {
            path.put_before(Step::Field(field));
        }
        self.broken = Some(Incompatibility { path, broken });
        false
    }
}

/// Returns whether both are plainly the same type, as most are. The answer about what is nested deeper
/// than `levels`, and about references, is left to the rules.
///
/// Nearly all that rustc does for a connection happens here: hence one look at each side at a time,
/// and lists taken apart instead of indexed.
pub(in crate::schema) const fn is_same<'a>(
    writer: &'a Schema<'a>,
    reader: &'a Schema<'a>,
    levels: usize,
) -> bool {
    match writer {
        Schema::String => matches!(reader, Schema::String),
        Schema::Long => matches!(reader, Schema::Long),
        Schema::Double => matches!(reader, Schema::Double),
        Schema::Null => matches!(reader, Schema::Null),
        Schema::Int => matches!(reader, Schema::Int),
        Schema::Boolean => matches!(reader, Schema::Boolean),
        Schema::Float => matches!(reader, Schema::Float),
        Schema::Bytes => matches!(reader, Schema::Bytes),
        _ if levels == 0 => false,
        Schema::Array(left) => {
            let Schema::Array(right) = reader else { return false };
            is_same(left, right, levels - 1)
        }
        Schema::Map(left) => {
            let Schema::Map(right) = reader else { return false };
            is_same(left, right, levels - 1)
        }
        Schema::Logical(LogicalType::TimestampMillis, left) => {
            let Schema::Logical(LogicalType::TimestampMillis, right) = reader else { return false };
            is_same(left, right, levels - 1)
        }
        Schema::Logical(LogicalType::Uuid, left) => {
            let Schema::Logical(LogicalType::Uuid, right) = reader else { return false };
            is_same(left, right, levels - 1)
        }
        Schema::Record(left) => {
            let Schema::Record(right) = reader else { return false };
            if !equal(left.name, right.name) {
                return false;
            }
            let (mut left, mut right) = (left.fields, right.fields);
            while let [field, left_rest @ ..] = left {
                let [other, right_rest @ ..] = right else { return false };
                if !equal(field.name, other.name)
                    || !is_same(field.schema, other.schema, levels - 1)
                {
                    return false;
                }
                (left, right) = (left_rest, right_rest);
            }
            matches!(right, [])
        }
        Schema::Union([Schema::Null, left]) => {
            let Schema::Union([Schema::Null, right]) = reader else { return false };
            is_same(left, right, levels - 1)
        }
        Schema::Union(left) => {
            let Schema::Union(right) = reader else { return false };
            let (mut left, mut right) = (*left, *right);
            while let [branch, left_rest @ ..] = left {
                let [other, right_rest @ ..] = right else { return false };
                if !is_same(branch, other, levels - 1) {
                    return false;
                }
                (left, right) = (left_rest, right_rest);
            }
            matches!(right, [])
        }
        Schema::Enum(_) | Schema::Fixed(_) | Schema::Logical(..) | Schema::Reference(_) => false,
    }
}

/// Returns the step into a branch, but for unions that only say that there may be nothing.
const fn shown_branch<'a>(branches: &'a [&'a Schema<'a>], index: usize) -> Option<Step<'a>> {
    let is_option = branches.len() == 2
        && (matches!(branches[0], Schema::Null) || matches!(branches[1], Schema::Null));
    if is_option { None } else { Some(Step::Branch(branches[index].name())) }
}
