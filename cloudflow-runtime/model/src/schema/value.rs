//! The default value of a field, as the JSON that the specification prescribes for it.

use super::decimal::is_decimal;
use super::{LogicalType, Schema};
use crate::text::equal;

/// A JSON value that a const can hold.
///
/// ```
/// use cloudflow_model::Schema;
/// use cloudflow_model::schema::Json;
///
/// const ZERO: Json<'static> = Json::Integer(0);
/// assert!(Schema::Long.accepts(&ZERO));
/// assert!(!Schema::String.accepts(&ZERO));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number without a fraction that fits into 64 bits.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    String(&'a str),
    /// An array.
    Array(&'a [Json<'a>]),
    /// An object, as pairs of a name and a value.
    Object(&'a [(&'a str, Json<'a>)]),
}

impl Schema<'_> {
    /// Returns whether `value` may stand as the default of a field with this schema
    /// (specification, "Complex Types", table of field default values).
    ///
    /// A union takes a value of any of its branches, since Avro 1.12: see [`branch_of`](Self::branch_of).
    /// Bytes are a string of the characters up to `\u00ff`, one for each byte. References are
    /// looked up in this schema.
    pub const fn accepts(&self, value: &Json<'_>) -> bool {
        self.accepts_within(value, self)
    }

    /// Does what [`accepts`](Self::accepts) does for a part of the schema `whole`, in which
    /// references are looked up.
    pub const fn accepts_within(&self, value: &Json<'_>, whole: &Schema<'_>) -> bool {
        match (self, value) {
            (Self::Null, Json::Null)
            | (Self::Boolean, Json::Boolean(_))
            | (Self::Long | Self::Float | Self::Double, Json::Integer(_))
            | (Self::Double, Json::Float(_))
            | (Self::String, Json::String(_)) => true,
            (Self::Int, Json::Integer(number)) => {
                *number >= i32::MIN as i64 && *number <= i32::MAX as i64
            }
            // Beyond its range it would become infinite.
            (Self::Float, Json::Float(number)) => number.abs() <= f32::MAX as f64,
            (Self::Bytes, Json::String(text)) => count_bytes(text).is_some(),
            (Self::Fixed(fixed), Json::String(text)) => match count_bytes(text) {
                Some(count) => count == fixed.size,
                None => false,
            },
            (Self::Enum(enumeration), Json::String(symbol)) => {
                contains(enumeration.symbols, symbol)
            }
            (Self::Array(items), Json::Array(values)) => {
                let mut at = 0;
                while at < values.len() {
                    if !items.accepts_within(&values[at], whole) {
                        return false;
                    }
                    at += 1;
                }
                true
            }
            (Self::Map(schema), Json::Object(entries)) => {
                let mut at = 0;
                while at < entries.len() {
                    if !schema.accepts_within(&entries[at].1, whole) {
                        return false;
                    }
                    at += 1;
                }
                true
            }
            (Self::Union(branches), _) => Self::branch_of(branches, value, whole).is_some(),
            (Self::Record(record), Json::Object(entries)) => record.accepts(entries, whole),
            (Self::Logical(LogicalType::Uuid, Self::String), Json::String(text)) => is_uuid(text),
            (
                Self::Logical(LogicalType::Decimal { precision, .. }, underlying),
                Json::String(text),
            ) => underlying.accepts_within(value, whole) && is_decimal(text, *precision),
            (Self::Logical(_, underlying), _) => underlying.accepts_within(value, whole),
            (Self::Reference(name), _) => match whole.definition(name) {
                Some(definition) => definition.accepts_within(value, whole),
                None => false,
            },
            _ => false,
        }
    }

    /// Returns the index of the branch of a union for which the default `value` stands: "Default
    /// values for union fields correspond to the first schema that matches in the union."
    ///
    /// ```
    /// use cloudflow_model::Schema;
    /// use cloudflow_model::schema::Json;
    ///
    /// let branches = [&Schema::Null, &Schema::Double, &Schema::Int];
    /// assert_eq!(Schema::branch_of(&branches, &Json::Integer(1), &Schema::Null), Some(1));
    /// assert_eq!(Schema::branch_of(&branches, &Json::String("1"), &Schema::Null), None);
    /// ```
    pub const fn branch_of(
        branches: &[&Schema<'_>],
        value: &Json<'_>,
        whole: &Schema<'_>,
    ) -> Option<usize> {
        let mut at = 0;
        while at < branches.len() {
            if branches[at].accepts_within(value, whole) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Returns the default that a field of this schema has without one being given: `null` where
    /// the first branch of a union is `null`, and none otherwise.
    pub const fn implied_default<'json>(&self) -> Option<Json<'json>> {
        match self {
            Self::Union(branches) if !branches.is_empty() && matches!(branches[0], Self::Null) => {
                Some(Json::Null)
            }
            _ => None,
        }
    }
}

impl<'a> super::Record<'a> {
    const fn accepts(&self, entries: &[(&str, Json<'_>)], whole: &Schema<'_>) -> bool {
        let mut at = 0;
        while at < entries.len() {
            if self.field(entries[at].0).is_none() {
                return false;
            }
            at += 1;
        }
        let mut at = 0;
        while at < self.fields.len() {
            let field = &self.fields[at];
            match entry(entries, field.name) {
                Some(value) if !field.schema.accepts_within(value, whole) => return false,
                None if field.default.is_none() => return false,
                _ => {}
            }
            at += 1;
        }
        true
    }

    /// Returns the field with this name.
    pub const fn field(&self, name: &str) -> Option<&'a super::Field<'a>> {
        let mut at = 0;
        while at < self.fields.len() {
            if equal(self.fields[at].name, name) {
                return Some(&self.fields[at]);
            }
            at += 1;
        }
        None
    }
}

/// Returns the value with this name.
pub(super) const fn entry<'a, 'json>(
    entries: &'a [(&str, Json<'json>)],
    name: &str,
) -> Option<&'a Json<'json>> {
    let mut at = 0;
    while at < entries.len() {
        if equal(entries[at].0, name) {
            return Some(&entries[at].1);
        }
        at += 1;
    }
    None
}

const fn contains(symbols: &[&str], wanted: &str) -> bool {
    let mut at = 0;
    while at < symbols.len() {
        if equal(symbols[at], wanted) {
            return true;
        }
        at += 1;
    }
    false
}

/// Counts the bytes that a string of characters up to U+00FF stands for.
const fn count_bytes(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        // In UTF-8 U+0080 to U+00FF are the two-byte characters that start with C2 or C3.
        at += match bytes[at] {
            0..=0x7f => 1,
            0xc2 | 0xc3 => 2,
            _ => return None,
        };
        count += 1;
    }
    Some(count)
}

/// Returns whether `text` is a UUID in groups of 8, 4, 4, 4 and 12 hexadecimal digits (RFC 9562).
const fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 36 {
        return false;
    }
    let mut at = 0;
    while at < bytes.len() {
        let is_right = match at {
            8 | 13 | 18 | 23 => bytes[at] == b'-',
            _ => bytes[at].is_ascii_hexdigit(),
        };
        if !is_right {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::*;

    const COLOUR: Schema<'static> = Schema::Enum(&Enumeration {
        name: "Colour",
        doc: "",
        aliases: &[],
        symbols: &["RED", "BLUE"],
        default: None,
    });
    const PAINT: Schema<'static> = Schema::Record(&Record {
        name: "Paint",
        doc: "",
        aliases: &[],
        fields: &[
            Field { name: "colour", doc: "", aliases: &[], schema: &COLOUR, default: None },
            Field {
                name: "litres",
                doc: "",
                aliases: &[],
                schema: &Schema::Int,
                default: Some(Json::Integer(1)),
            },
        ],
    });
    const UUID: Schema<'static> = Schema::Logical(LogicalType::Uuid, &Schema::String);
    const TIMESTAMP: Schema<'static> = Schema::Logical(LogicalType::TimestampMillis, &Schema::Long);
    const UUID_BYTES: Schema<'static> = Schema::Logical(
        LogicalType::Uuid,
        &Schema::Fixed(&Fixed { name: "Id", aliases: &[], size: 16 }),
    );
    const PRICE: Schema<'static> =
        Schema::Logical(LogicalType::Decimal { precision: 4, scale: 2 }, &Schema::Bytes);
    const DATE: Schema<'static> = Schema::Logical(LogicalType::Date, &Schema::Int);
    const OPTION: Schema<'static> = Schema::Union(&[&Schema::Null, &Schema::Int]);

    #[test]
    fn accepted() {
        for (schema, value) in [
            (Schema::Null, Json::Null),
            (Schema::Boolean, Json::Boolean(true)),
            (Schema::Int, Json::Integer(-2_147_483_648)),
            (Schema::Long, Json::Integer(i64::MAX)),
            (Schema::Double, Json::Integer(1)),
            (Schema::Float, Json::Float(1.5)),
            (Schema::Float, Json::Float(-3.4e38)),
            (Schema::Double, Json::Float(1e300)),
            (Schema::String, Json::String("€")),
            (Schema::Bytes, Json::String("a\u{ff}")),
            (Schema::Fixed(&Fixed { name: "f", aliases: &[], size: 2 }), Json::String("a\u{ff}")),
            (Schema::Array(&Schema::Int), Json::Array(&[Json::Integer(1)])),
            (Schema::Map(&Schema::Int), Json::Object(&[("a", Json::Integer(1))])),
            (OPTION, Json::Null),
            (OPTION, Json::Integer(1)),
            (Schema::Union(&[&Schema::Null, &COLOUR, &Schema::Bytes]), Json::String("GREEN")),
            (COLOUR, Json::String("BLUE")),
            (PAINT, Json::Object(&[("colour", Json::String("RED"))])),
            (UUID, Json::String("00000000-0000-0000-0000-00000000000a")),
            (TIMESTAMP, Json::Integer(0)),
            (UUID_BYTES, Json::String("0123456789abcde\u{ff}")),
            (PRICE, Json::String("\u{1}\u{f4}")),
            (DATE, Json::Integer(-1)),
        ] {
            assert!(schema.accepts(&value), "{} {value:?}", schema.name());
        }
    }

    #[test]
    fn refused() {
        for (schema, value) in [
            (Schema::Null, Json::Integer(0)),
            (Schema::Int, Json::Integer(2_147_483_648)),
            (Schema::Int, Json::Float(1.0)),
            (Schema::Float, Json::Float(1e300)),
            (Schema::String, Json::Null),
            (Schema::Bytes, Json::String("€")),
            (Schema::Fixed(&Fixed { name: "f", aliases: &[], size: 2 }), Json::String("a")),
            (Schema::Array(&Schema::Int), Json::Array(&[Json::Null])),
            (Schema::Map(&Schema::Int), Json::Object(&[("a", Json::Null)])),
            (OPTION, Json::String("1")),
            (Schema::Union(&[]), Json::Null),
            (Schema::Union(&[&Schema::Int, &Schema::Bytes]), Json::String("€")),
            (COLOUR, Json::String("GREEN")),
            (PAINT, Json::Object(&[])),
            (PAINT, Json::Object(&[("colour", Json::String("RED")), ("x", Json::Null)])),
            (UUID, Json::String("00000000-0000-0000-0000-00000000000g")),
            (UUID, Json::String("0")),
            (TIMESTAMP, Json::String("now")),
            (UUID_BYTES, Json::String("00000000-0000-0000-0000-00000000000a")),
            (PRICE, Json::Float(5.0)),
            (DATE, Json::Integer(1 << 40)),
            (Schema::Reference("Paint"), Json::Object(&[])),
        ] {
            assert!(!schema.accepts(&value), "{} {value:?}", schema.name());
        }
    }
}
