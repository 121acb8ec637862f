//! Why bytes are no value of a record: what is wrong, in which field, at which byte.

use std::fmt;

use thiserror::Error;

/// Bytes that are not a value of the expected record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The message ends before its header does; it is no single-object encoding at all.
    #[error(
        "cannot decode `{record}`: {length} bytes are too few for the header of a message\n\
         help: the producer must write Avro single-object encoding (C3 01, fingerprint, body)"
    )]
    TooShort {
        /// The record that was expected.
        record: &'static str,
        /// How many bytes there are.
        length: usize,
    },
    /// The message does not start with C3 01: someone writes another format to the topic.
    #[error(
        "cannot decode `{record}`: the message starts with {:02x} {:02x} and not with c3 01\n\
         help: the producer must write Avro single-object encoding (C3 01, fingerprint, body)",
        found[0], found[1]
    )]
    WrongMarker {
        /// The record that was expected.
        record: &'static str,
        /// The first two bytes.
        found: [u8; 2],
    },
    /// The message was written with another schema.
    #[error(
        "cannot decode `{record}`: the message was written with schema {found:016x}, \
         this record has schema {expected:016x}\n\
         help: an inlet knows the outlets of its topic and the versions in `schemas.lock`: bring back \
         the lock, or run `release` with the version that wrote the message"
    )]
    UnknownWriter {
        /// The record that was expected.
        record: &'static str,
        /// The fingerprint in the message.
        found: u64,
        /// The fingerprint of the expected record.
        expected: u64,
    },
    /// The message was written with a schema that is known, but not every value of which can be
    /// read as this record.
    #[error(
        "cannot decode `{record}`: the message was written with schema {found:016x}, \
         which this record cannot read\n{reason}"
    )]
    UnreadableWriter {
        /// The record that was expected.
        record: &'static str,
        /// The fingerprint in the message.
        found: u64,
        /// The rule of schema resolution that is broken, and what to do.
        reason: String,
    },
    /// There are bytes after the value.
    #[error("cannot decode `{record}`: {count} bytes are left over after it")]
    TrailingBytes {
        /// The record that was expected.
        record: &'static str,
        /// How many bytes are left over.
        count: usize,
    },
    /// A value inside is wrong.
    #[error(transparent)]
    Value(Box<InvalidValue>),
}

impl DecodeError {
    /// Says that the error is inside this field of the value that is being read.
    #[must_use]
    pub(super) fn inside(mut self, part: impl fmt::Display) -> Self {
        if let Self::Value(value) = &mut self {
            value.prefix(part);
        }
        self
    }

    /// Says where in the message the error is, when its value was read from another place.
    #[must_use]
    pub(super) fn at(mut self, offset: usize) -> Self {
        if let Self::Value(value) = &mut self {
            value.offset = offset;
        }
        self
    }

    /// Says which record was expected as a whole.
    #[must_use]
    pub(super) fn of(mut self, name: &'static str) -> Self {
        if let Self::Value(value) = &mut self {
            value.record = name;
        }
        self
    }
}

/// A wrong value inside a record: where it is, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    record: &'static str,
    path: String,
    offset: usize,
    fault: Fault,
}

impl InvalidValue {
    pub(super) const fn new(fault: Fault, offset: usize) -> Self {
        Self { record: "", path: String::new(), offset, fault }
    }

    /// Returns the path of the field, such as `measurements.power` or `items[3].name`; empty when
    /// the value as a whole is wrong.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns how many bytes of the message come before the fault.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Returns what is wrong.
    pub const fn fault(&self) -> &Fault {
        &self.fault
    }

    fn prefix(&mut self, part: impl fmt::Display) {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{part}{separator}{}", self.path);
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.record.is_empty() {
            write!(formatter, "cannot decode `{}`: ", self.record)?;
        }
        if !self.path.is_empty() {
            write!(formatter, "`{}`: ", self.path)?;
        }
        write!(formatter, "{} (at byte {})", self.fault, self.offset)
    }
}

impl std::error::Error for InvalidValue {}

/// What is wrong with the bytes of a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// The bytes end inside a value.
    #[error("{needed} bytes are needed and {left} are left")]
    EndOfInput {
        /// How many bytes the value needs at least.
        needed: usize,
        /// How many there are.
        left: usize,
    },
    /// A variable-length number has more bytes than 64 bits need.
    #[error("a number has more than 64 bits")]
    NumberTooLong,
    /// An `int` does not fit into 32 bits.
    #[error("{0} does not fit into an `int` of 32 bits")]
    IntOutOfRange(i64),
    /// A `boolean` is neither 0 nor 1.
    #[error("{0:#04x} is no `boolean`")]
    NoBoolean(u8),
    /// A length or a count is negative, or beyond what this machine can address.
    #[error("{0} is no length")]
    NoLength(i64),
    /// A string is not UTF-8.
    #[error("a `string` is not UTF-8")]
    NotUtf8,
    /// The index of a union's branch or of an enum's symbol is too large or negative.
    #[error("{index} is no index into {count} branches or symbols")]
    IndexOutOfRange {
        /// The index.
        index: i64,
        /// How many there are.
        count: usize,
    },
    /// A string with the logical type `uuid` is none.
    #[error("`{0}` is no UUID")]
    NoUuid(String),
    /// A `decimal` has more digits than its schema allows.
    #[error("a `decimal` has more than {precision} digits")]
    DecimalOutOfRange {
        /// How many digits it may have.
        precision: u32,
    },
    /// Records are nested too deeply to read them without exhausting the stack.
    #[error("records are nested more than {} levels deep", super::MOST_NESTED)]
    TooDeep,
    /// A few bytes claim an immense number of items of no size.
    #[error("there are more than {} items without any content", super::MOST_EMPTY_ITEMS)]
    TooManyEmptyItems,
    /// A decimal has more digits than the fixed that it is read into.
    #[error("a decimal of {length} bytes does not fit into {size}")]
    DecimalTooLong {
        /// How many bytes it has.
        length: usize,
        /// How many bytes there is room for.
        size: usize,
    },
    /// A value was read by a plan that is not for its type.
    #[error("the value cannot be read by the plan for it")]
    Unresolved,
    /// A placeholder of the schema was read as if it were a value.
    #[error("a reference is no value")]
    Reference,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_built_from_the_inside() {
        let error = DecodeError::Value(Box::new(InvalidValue::new(Fault::NotUtf8, 31)))
            .inside("power")
            .inside("[3]")
            .inside("measurements")
            .of("SensorData");
        assert_eq!(
            error.to_string(),
            "cannot decode `SensorData`: `measurements[3].power`: a `string` is not UTF-8 (at byte 31)"
        );
    }
}
