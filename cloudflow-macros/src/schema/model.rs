//! What the files say: named types, and the types that refer to them.

use cloudflow_model::schema::LogicalType;
use jsonc_parser::ast::Value;

use super::source::Place;

/// An Avro type as it is used somewhere.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Primitive(Primitive),
    /// A logical type on a primitive type. Those on a fixed belong to its definition.
    Logical(LogicalType, Primitive),
    Array(Box<Type>),
    Map(Box<Type>),
    Union(Vec<Branch>),
    Named(Reference),
    /// What stands there is a mistake, which is reported.
    Unknown,
}

impl Type {
    /// Returns what it is called in a message: the full name, or the type that is written.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Primitive(primitive) => primitive.name(),
            Self::Logical(logical, _) => logical.name(),
            Self::Array(_) => "array",
            Self::Map(_) => "map",
            Self::Union(_) => "union",
            Self::Named(reference) => &reference.name,
            Self::Unknown => "unknown",
        }
    }

    /// Returns whether a mistake stands in it, so that nothing more is to be said about it.
    pub(crate) fn is_unknown(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Array(inner) | Self::Map(inner) => inner.is_unknown(),
            Self::Union(branches) => branches.iter().any(|branch| branch.ty.is_unknown()),
            Self::Primitive(_) | Self::Logical(..) | Self::Named(_) => false,
        }
    }
}

/// A branch of a union, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) ty: Type,
    pub(crate) place: Place,
}

/// The full name of a named type, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) name: String,
    pub(crate) place: Place,
}

// Two types are equal wherever they stand.
impl PartialEq for Branch {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty
    }
}

impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Primitive {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
}

impl Primitive {
    pub(crate) const NAMES: &[&str] =
        &["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "int" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "bytes" => Self::Bytes,
            "string" => Self::String,
            _ => return None,
        })
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
        }
    }
}

/// A named type.
pub(crate) struct Definition<'a> {
    /// The full name.
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Where its object starts, in bytes: from there on the name may be used.
    pub(crate) start: usize,
    pub(crate) doc: String,
    /// As they are written: a name without a dot is one in the namespace of the type.
    pub(crate) aliases: Vec<String>,
    pub(crate) kind: Kind<'a>,
}

pub(crate) enum Kind<'a> {
    Record(Vec<Field<'a>>),
    Enum { symbols: Vec<String>, default: Option<String> },
    Fixed { size: usize, logical: Option<LogicalType> },
}

pub(crate) struct Field<'a> {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) ty: Type,
    /// The logical types in it that are unknown, or not allowed where they stand.
    pub(crate) ignored: Vec<String>,
    pub(crate) default: Option<Default<'a>>,
}

/// The default of a field.
pub(crate) struct Default<'a> {
    /// As it is written, with positions.
    pub(crate) written: &'a Value<'a>,
    pub(crate) json: serde_json::Value,
}

impl Definition<'_> {
    /// Returns what stands before the last dot of the full name.
    pub(crate) fn namespace(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(namespace, _)| namespace)
    }

    /// Returns what stands after the last dot of the full name.
    pub(crate) fn simple_name(&self) -> &str {
        self.name.rsplit_once('.').map_or(&self.name, |(_, name)| name)
    }

    /// Returns whether both define the same type, wherever they stand.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let is_same_kind = match (&self.kind, &other.kind) {
            (Kind::Record(left), Kind::Record(right)) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|(left, right)| left.is_same(right))
            }
            (
                Kind::Enum { symbols, default },
                Kind::Enum { symbols: other_symbols, default: other_default },
            ) => symbols == other_symbols && default == other_default,
            (
                Kind::Fixed { size, logical },
                Kind::Fixed { size: other_size, logical: other_logical },
            ) => size == other_size && logical == other_logical,
            _ => false,
        };
        self.name == other.name && is_same_kind
    }
}

impl Field<'_> {
    fn is_same(&self, other: &Self) -> bool {
        let default = self.default.as_ref().map(|default| &default.json);
        let other_default = other.default.as_ref().map(|default| &default.json);
        self.name == other.name && self.ty == other.ty && default == other_default
    }
}
