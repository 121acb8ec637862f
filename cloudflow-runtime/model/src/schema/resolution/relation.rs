//! The rules of resolution, one level at a time: what a writer's schema is to a reader's.

use super::super::{Enumeration, LogicalType, Record, Schema};
use super::Broken;
use crate::text::equal;

/// How a value of the writer becomes one of the reader. Parts are named, but not looked into.
#[derive(Clone, Copy, Debug)]
pub enum Relation<'a> {
    /// The bytes are the same, and there are no parts.
    Same,
    /// The writer's number becomes another type.
    Promoted(Promotion),
    /// Both are decimals of the same precision and scale, on different types.
    Decimals {
        /// How many bytes the writer's fixed has; none for bytes.
        writer: Option<usize>,
        /// How many bytes the reader's fixed has; none for bytes.
        reader: Option<usize>,
    },
    /// Both are arrays; their items are the parts.
    Arrays(&'a Schema<'a>, &'a Schema<'a>),
    /// Both are maps; their values are the parts.
    Maps(&'a Schema<'a>, &'a Schema<'a>),
    /// Both are records; [`writer_field`](super::writer_field) pairs their fields, which are the parts.
    Records(&'a Record<'a>, &'a Record<'a>),
    /// Both are enums; [`reader_symbol`](super::reader_symbol) pairs their symbols.
    Enums(&'a Enumeration<'a>, &'a Enumeration<'a>),
    /// The writer has a union: each of its branches must become the reader's schema.
    FromUnion(&'a [&'a Schema<'a>]),
    /// The reader has a union, and the writer's value becomes the branch with this index.
    IntoUnion(usize, &'a [&'a Schema<'a>]),
}

/// A promotion that changes bytes. From int to long, and between string and bytes, they stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promotion {
    /// From int or long to float.
    LongToFloat,
    /// From int or long to double.
    LongToDouble,
    /// From float to double.
    FloatToDouble,
}

/// Relates two schemas. References are looked up in the schema on their side as a whole.
///
/// A reader's union takes a value with the branch of the same type and full name, and otherwise
/// with the first branch that matches. The specification names the first that matches only; but
/// so an int would become a float in `["float", "int"]` and lose digits, which is why Avro for Java
/// and the `apache-avro` crate look for the same type first as well.
pub const fn relate<'a>(
    (writer, writer_whole): (&'a Schema<'a>, &'a Schema<'a>),
    (reader, reader_whole): (&'a Schema<'a>, &'a Schema<'a>),
) -> Result<Relation<'a>, Broken<'a>> {
    let writer = match look_up(writer, writer_whole) {
        Ok(writer) => writer,
        Err(broken) => return Err(broken),
    };
    let reader = match look_up(reader, reader_whole) {
        Ok(reader) => reader,
        Err(broken) => return Err(broken),
    };
    match (writer, reader) {
        (Schema::Union(branches), _) => Ok(Relation::FromUnion(branches)),
        (_, Schema::Union(branches)) => match branch(writer, branches, reader_whole) {
            Ok(index) => Ok(Relation::IntoUnion(index, branches)),
            Err(broken) => Err(broken),
        },
        _ => relate_one(writer, reader),
    }
}

/// Finds the branch of a reader's union for a value of `writer`, which is no union.
const fn branch<'a>(
    writer: Schema<'a>,
    branches: &'a [&'a Schema<'a>],
    whole: &'a Schema<'a>,
) -> Result<usize, Broken<'a>> {
    let mut first = None;
    // What is wrong with a branch of the same kind says more than that none matches, and so does the
    // one type of a union that only says that there may be nothing.
    let mut broken = match branches {
        [Schema::Null, other] | [other, Schema::Null] => {
            Broken::Type { writer: writer.name(), reader: other.name() }
        }
        _ => Broken::NoBranch { writer: writer.name() },
    };
    let mut at = 0;
    while at < branches.len() {
        let reader = match look_up(branches[at], whole) {
            Ok(reader) => reader,
            Err(broken) => return Err(broken),
        };
        let kind = is_same_kind(writer, reader);
        match relate_one(writer, reader) {
            Ok(_) if kind && is_same_name(writer, reader) => return Ok(at),
            Ok(_) => {
                if first.is_none() {
                    first = Some(at);
                }
            }
            Err(inside) => {
                if kind {
                    broken = inside;
                }
            }
        }
        at += 1;
    }
    match first {
        Some(index) => Ok(index),
        None => Err(broken),
    }
}

/// Relates two schemas that are neither references nor unions.
const fn relate_one<'a>(
    writer: Schema<'a>,
    reader: Schema<'a>,
) -> Result<Relation<'a>, Broken<'a>> {
    // "Two schemas that are decimal logical types match if their scales and precisions match."
    if let (Some(left), Some(right)) = (decimal(writer), decimal(reader)) {
        return if left.0 != right.0 || left.1 != right.1 {
            Err(Broken::Decimal { writer: left, reader: right })
        } else {
            match (size(writer), size(reader)) {
                (None, None) => Ok(Relation::Same),
                (Some(writer), Some(reader)) if writer == reader => Ok(Relation::Same),
                (writer, reader) => Ok(Relation::Decimals { writer, reader }),
            }
        };
    }
    match (underlying(writer), underlying(reader)) {
        (Schema::Null, Schema::Null)
        | (Schema::Boolean, Schema::Boolean)
        | (Schema::Int, Schema::Int | Schema::Long)
        | (Schema::Long, Schema::Long)
        | (Schema::Float, Schema::Float)
        | (Schema::Double, Schema::Double)
        | (Schema::Bytes | Schema::String, Schema::Bytes | Schema::String) => Ok(Relation::Same),
        (Schema::Int | Schema::Long, Schema::Float) => {
            Ok(Relation::Promoted(Promotion::LongToFloat))
        }
        (Schema::Int | Schema::Long, Schema::Double) => {
            Ok(Relation::Promoted(Promotion::LongToDouble))
        }
        (Schema::Float, Schema::Double) => Ok(Relation::Promoted(Promotion::FloatToDouble)),
        (Schema::Array(left), Schema::Array(right)) => Ok(Relation::Arrays(left, right)),
        (Schema::Map(left), Schema::Map(right)) => Ok(Relation::Maps(left, right)),
        (Schema::Record(left), Schema::Record(right)) => {
            if is_known_as(left.name, right.name, right.aliases) {
                Ok(Relation::Records(left, right))
            } else {
                Err(Broken::Name { writer: left.name, reader: right.name })
            }
        }
        (Schema::Enum(left), Schema::Enum(right)) => {
            if is_known_as(left.name, right.name, right.aliases) {
                Ok(Relation::Enums(left, right))
            } else {
                Err(Broken::Name { writer: left.name, reader: right.name })
            }
        }
        (Schema::Fixed(left), Schema::Fixed(right)) => {
            if !is_known_as(left.name, right.name, right.aliases) {
                Err(Broken::Name { writer: left.name, reader: right.name })
            } else if left.size != right.size {
                Err(Broken::Size { writer: left.size, reader: right.size })
            } else {
                Ok(Relation::Same)
            }
        }
        _ => Err(Broken::Type { writer: writer.name(), reader: reader.name() }),
    }
}

/// Returns what is wrong where a value can be read, but stands for something else: both schemas have a
/// logical type, and not the same.
pub(super) const fn other_meaning<'a>(
    (writer, writer_whole): (&'a Schema<'a>, &'a Schema<'a>),
    (reader, reader_whole): (&'a Schema<'a>, &'a Schema<'a>),
) -> Option<Broken<'a>> {
    match (look_up(writer, writer_whole), look_up(reader, reader_whole)) {
        (Ok(Schema::Logical(one, inner)), Ok(Schema::Logical(other, other_inner)))
            if !equal(one.name(), other.name())
                && one.is_allowed_on(inner)
                && other.is_allowed_on(other_inner) =>
        {
            Some(Broken::Meaning { writer: one.name(), reader: other.name() })
        }
        _ => None,
    }
}

const fn look_up<'a>(schema: &Schema<'a>, whole: &'a Schema<'a>) -> Result<Schema<'a>, Broken<'a>> {
    match schema {
        Schema::Reference(name) => match whole.definition(name) {
            Some(definition) => Ok(definition),
            None => Err(Broken::Reference { name }),
        },
        _ => Ok(*schema),
    }
}

/// Returns whether the reader's type is the writer's: their unqualified names are equal, or an
/// alias, which is a full name, is the writer's full name.
const fn is_known_as(writer: &str, reader: &str, aliases: &[&str]) -> bool {
    if equal(unqualified(writer), unqualified(reader)) {
        return true;
    }
    let mut at = 0;
    while at < aliases.len() {
        if equal(aliases[at], writer) {
            return true;
        }
        at += 1;
    }
    false
}

const fn unqualified(name: &str) -> &str {
    let bytes = name.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        if bytes[at - 1] == b'.' {
            return name.split_at(at).1;
        }
        at -= 1;
    }
    name
}

/// Returns what a logical type is made of. One that is not allowed on its type is ignored.
const fn underlying(schema: Schema<'_>) -> Schema<'_> {
    match schema {
        Schema::Logical(_, inner) => *inner,
        _ => schema,
    }
}

/// Returns the precision and the scale of a decimal.
const fn decimal(schema: Schema<'_>) -> Option<(u32, u32)> {
    match schema {
        Schema::Logical(logical @ LogicalType::Decimal { precision, scale }, inner)
            if logical.is_allowed_on(inner) =>
        {
            Some((precision, scale))
        }
        _ => None,
    }
}

const fn size(schema: Schema<'_>) -> Option<usize> {
    match underlying(schema) {
        Schema::Fixed(fixed) => Some(fixed.size),
        _ => None,
    }
}

/// Returns whether the types are the same, apart from names and parts.
const fn is_same_kind(left: Schema<'_>, right: Schema<'_>) -> bool {
    matches!(
        (underlying(left), underlying(right)),
        (Schema::Null, Schema::Null)
            | (Schema::Boolean, Schema::Boolean)
            | (Schema::Int, Schema::Int)
            | (Schema::Long, Schema::Long)
            | (Schema::Float, Schema::Float)
            | (Schema::Double, Schema::Double)
            | (Schema::Bytes, Schema::Bytes)
            | (Schema::String, Schema::String)
            | (Schema::Array(_), Schema::Array(_))
            | (Schema::Map(_), Schema::Map(_))
            | (Schema::Record(_), Schema::Record(_))
            | (Schema::Enum(_), Schema::Enum(_))
            | (Schema::Fixed(_), Schema::Fixed(_))
    )
}

/// Returns whether the full names are the same; types without a name have the same.
const fn is_same_name(left: Schema<'_>, right: Schema<'_>) -> bool {
    match (underlying(left), underlying(right)) {
        (Schema::Record(left), Schema::Record(right)) => equal(left.name, right.name),
        (Schema::Enum(left), Schema::Enum(right)) => equal(left.name, right.name),
        (Schema::Fixed(left), Schema::Fixed(right)) => equal(left.name, right.name),
        _ => true,
    }
}
