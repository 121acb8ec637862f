//! Avro schemas as const data, with the identity that travels with every record.
//!
//! The terms and rules are those of the Apache Avro specification, version 1.12.

mod decimal;
mod default_problem;
mod definition;
mod difference;
mod difference_message;
#[cfg(test)]
mod difference_tests;
mod fingerprint;
#[cfg(feature = "serde")]
mod json;
mod logical;
mod names;
pub mod resolution;
mod value;

pub use difference::Difference;
pub use logical::LogicalType;
pub use value::Json;

/// An Avro schema.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Schema<'a> {
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `int`, 32 bits.
    Int,
    /// `long`, 64 bits.
    Long,
    /// `float`, 32 bits.
    Float,
    /// `double`, 64 bits.
    Double,
    /// `bytes`.
    Bytes,
    /// `string`.
    String,
    /// `array` of items.
    Array(&'a Schema<'a>),
    /// `map` from strings to values.
    Map(&'a Schema<'a>),
    /// `union` of branches.
    Union(&'a [&'a Schema<'a>]),
    /// `record`.
    Record(&'a Record<'a>),
    /// `enum`.
    Enum(&'a Enumeration<'a>),
    /// `fixed`.
    Fixed(&'a Fixed<'a>),
    /// A logical type over an underlying schema.
    Logical(LogicalType, &'a Schema<'a>),
    /// The full name of a type that is defined elsewhere in the same schema: around this place
    /// (recursion) or beside it (a second use). See [`Schema::definition`].
    Reference(&'a str),
}

/// An Avro record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its full name: `namespace.Name`, or just `Name`.
    pub name: &'a str,
    /// Its documentation; may be empty.
    pub doc: &'a str,
    /// Other full names under which readers know it.
    pub aliases: &'a [&'a str],
    /// Its fields, in the order of encoding.
    pub fields: &'a [Field<'a>],
}

/// A field of an Avro record.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its documentation; may be empty.
    pub doc: &'a str,
    /// Other names under which writers may have written it.
    pub aliases: &'a [&'a str],
    /// Its schema.
    pub schema: &'a Schema<'a>,
    /// The value that a reader takes when the writer has no such field.
    pub default: Option<Json<'a>>,
}

/// An Avro enum.
#[derive(Clone, Copy, Debug)]
pub struct Enumeration<'a> {
    /// Its full name.
    pub name: &'a str,
    /// Its documentation; may be empty.
    pub doc: &'a str,
    /// Other full names under which readers know it.
    pub aliases: &'a [&'a str],
    /// Its symbols, in the order of encoding.
    pub symbols: &'a [&'a str],
    /// The symbol that a reader takes for one that it does not know.
    pub default: Option<&'a str>,
}

/// An Avro fixed: a number of bytes with a name.
#[derive(Clone, Copy, Debug)]
pub struct Fixed<'a> {
    /// Its full name.
    pub name: &'a str,
    /// Other full names under which readers know it.
    pub aliases: &'a [&'a str],
    /// How many bytes it has.
    pub size: usize,
}

impl<'a> Schema<'a> {
    /// Returns the full name of a named type, or the name of the primitive or complex type.
    pub const fn name(&self) -> &'a str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
            Self::Array(_) => "array",
            Self::Map(_) => "map",
            Self::Union(_) => "union",
            Self::Record(record) => record.name,
            Self::Enum(enumeration) => enumeration.name,
            Self::Fixed(fixed) => fixed.name,
            Self::Logical(logical, _) => logical.name(),
            Self::Reference(name) => name,
        }
    }
}
