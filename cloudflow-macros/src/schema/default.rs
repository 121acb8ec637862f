//! Whether the default of a field is a value of its type, and where it is not.

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use cloudflow_model::schema::LogicalType;

use super::json::{kind, property};
use super::model::{Branch, Definition, Kind, Primitive, Type};
use super::resolve::Schemas;
use super::source::{Mistakes, Place};
use crate::text::list;

/// Reports the defaults that are no values of their fields, and takes them away.
pub(crate) fn check(schemas: &mut Schemas<'_>, mistakes: &mut Mistakes) {
    let mut wrong = Vec::new();
    for (index, definition) in schemas.definitions.iter().enumerate() {
        let Kind::Record(fields) = &definition.kind else { continue };
        for (field_index, field) in fields.iter().enumerate() {
            let Some(default) = &field.default else { continue };
            if field.ty.is_unknown() {
                wrong.push((index, field_index));
            } else if let Err(found) = accepts(&field.ty, default.written, schemas) {
                let place = Place { file: definition.place.file, offset: found.offset };
                let message = format!("the default of `{}` {}", field.name, found.message);
                mistakes.at(place, message);
                wrong.push((index, field_index));
            } else if !has_end(&field.ty, default.written, schemas) {
                let place = Place { file: definition.place.file, offset: default.written.start() };
                let message = format!(
                    "the default of `{0}` has no end: the default of a field that it leaves out \
                     holds the same again\n\
                     help: write that field into the default of `{0}`",
                    field.name
                );
                mistakes.at(place, message);
                wrong.push((index, field_index));
            }
        }
    }
    for (index, field_index) in wrong {
        if let Some(field) = schemas.field_mut(index, field_index) {
            field.default = None;
        }
    }
}

/// Where a default is wrong, in words that follow "the default of `field`".
pub(super) struct Wrong {
    offset: usize,
    message: String,
    /// Whether it is another kind of JSON altogether.
    is_of_another_kind: bool,
}

fn wrong(value: &Value<'_>, message: String) -> Result<(), Wrong> {
    Err(Wrong { offset: value.start(), message, is_of_another_kind: false })
}

fn must_be(value: &Value<'_>, wanted: &str, example: &str) -> Result<(), Wrong> {
    let message =
        format!("must be {wanted}, not {}\nhelp: write `{example}`, for example", kind(value));
    Err(Wrong { offset: value.start(), message, is_of_another_kind: true })
}

/// Returns whether a default of this type may be `value`.
fn accepts(ty: &Type, value: &Value<'_>, schemas: &Schemas<'_>) -> Result<(), Wrong> {
    match ty {
        Type::Logical(LogicalType::Uuid, _) => accepts_uuid(value),
        Type::Primitive(primitive) | Type::Logical(_, primitive) => {
            accepts_primitive(*primitive, value)
        }
        Type::Array(items) => match value {
            Value::Array(array) => {
                array.elements.iter().try_for_each(|item| accepts(items, item, schemas))
            }
            _ => must_be(value, "an array", "[]"),
        },
        Type::Map(values) => match value {
            Value::Object(object) => object
                .properties
                .iter()
                .try_for_each(|entry| accepts(values, &entry.value, schemas)),
            _ => must_be(value, "an object", "{}"),
        },
        Type::Union(branches) => accepts_union(branches, value, schemas),
        Type::Named(reference) => match schemas.get(&reference.name) {
            Some(definition) => accepts_named(definition, value, schemas),
            None => Ok(()),
        },
        Type::Unknown => Ok(()),
    }
}

/// A default stands for the first branch that it is a value of.
fn accepts_union(
    branches: &[Branch],
    value: &Value<'_>,
    schemas: &Schemas<'_>,
) -> Result<(), Wrong> {
    let mut found = Vec::new();
    for branch in branches {
        match accepts(&branch.ty, value, schemas) {
            Ok(()) => return Ok(()),
            Err(wrong) => found.push(wrong),
        }
    }
    // A branch of that kind of JSON knows best what is wrong.
    if let Some(nearest) = found.into_iter().find(|wrong| !wrong.is_of_another_kind) {
        return Err(nearest);
    }
    let names: Vec<&str> = branches.iter().map(|branch| branch.ty.name()).collect();
    match names.first() {
        Some(_) => wrong(
            value,
            format!(
                "must be a value of one of the branches, {}, not {}\n\
                 help: write a value of one of them, or add a branch for it",
                list(&names),
                kind(value)
            ),
        ),
        None => Ok(()),
    }
}

fn accepts_primitive(primitive: Primitive, value: &Value<'_>) -> Result<(), Wrong> {
    match (primitive, value) {
        (Primitive::Null, Value::NullKeyword(_))
        | (Primitive::Boolean, Value::BooleanLit(_))
        | (Primitive::String, Value::StringLit(_)) => Ok(()),
        (Primitive::Int, Value::NumberLit(number)) if number.value.parse::<i32>().is_ok() => Ok(()),
        (Primitive::Long, Value::NumberLit(number)) if number.value.parse::<i64>().is_ok() => {
            Ok(())
        }
        (Primitive::Int, Value::NumberLit(_)) => out_of_range(value, 32),
        (Primitive::Long, Value::NumberLit(_)) => out_of_range(value, 64),
        (Primitive::Float | Primitive::Double, Value::NumberLit(number))
            if number.value.parse::<f64>().is_ok_and(f64::is_finite) =>
        {
            Ok(())
        }
        (Primitive::Bytes, Value::StringLit(text)) => accepts_bytes(&text.value, None, value),
        (Primitive::Null, _) => must_be(value, "`null`", "null"),
        (Primitive::Boolean, _) => must_be(value, "`true` or `false`", "false"),
        (Primitive::Int, _) => must_be(value, "a whole number of 32 bits", "0"),
        (Primitive::Long, _) => must_be(value, "a whole number of 64 bits", "0"),
        (Primitive::Float | Primitive::Double, Value::NumberLit(_)) => {
            wrong(value, "is too large for 64 bits\nhelp: write a smaller number".to_owned())
        }
        (Primitive::Float | Primitive::Double, _) => must_be(value, "a number", "0.5"),
        (Primitive::Bytes, _) => must_be(value, "a string of characters up to `\\u00ff`", "\"\""),
        (Primitive::String, _) => must_be(value, "a string", "\"\""),
    }
}

fn out_of_range(value: &Value<'_>, bits: u32) -> Result<(), Wrong> {
    wrong(value, format!("must be a whole number of {bits} bits\nhelp: write `0`, for example"))
}

fn accepts_bytes(text: &str, size: Option<usize>, value: &Value<'_>) -> Result<(), Wrong> {
    if text.chars().any(|character| u8::try_from(character).is_err()) {
        return wrong(
            value,
            "must have characters up to `\\u00ff` only: each stands for a byte\n\
             help: write bytes above 127 as `\\u0080` to `\\u00ff`"
                .to_owned(),
        );
    }
    let count = text.chars().count();
    match size {
        Some(size) if size != count => wrong(
            value,
            format!(
                "must have {size} bytes, not {count}\nhelp: write `\\u0000` for a byte of zero"
            ),
        ),
        _ => Ok(()),
    }
}

fn accepts_uuid(value: &Value<'_>) -> Result<(), Wrong> {
    let nil = "\"00000000-0000-0000-0000-000000000000\"";
    let Value::StringLit(text) = value else { return must_be(value, "a UUID", nil) };
    let groups: Vec<&str> = text.value.split('-').collect();
    let is_uuid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_uuid {
        return Ok(());
    }
    wrong(value, format!("must be a UUID\nhelp: write `{nil}`, for example"))
}

fn accepts_named(
    definition: &Definition<'_>,
    value: &Value<'_>,
    schemas: &Schemas<'_>,
) -> Result<(), Wrong> {
    match (&definition.kind, value) {
        (Kind::Enum { symbols, .. }, Value::StringLit(symbol)) => {
            if symbols.iter().any(|known| *known == *symbol.value) {
                return Ok(());
            }
            let known: Vec<&str> = symbols.iter().map(String::as_str).collect();
            let help = crate::text::advice(&symbol.value, &known, "its symbols");
            let name = &definition.name;
            wrong(value, format!("is `{}`, no symbol of `{name}`\nhelp: {help}", symbol.value))
        }
        (Kind::Enum { symbols, .. }, _) => {
            let first = symbols.first().map_or("", String::as_str);
            must_be(value, "a symbol", &format!("\"{first}\""))
        }
        (Kind::Fixed { size, .. }, Value::StringLit(text)) => {
            accepts_bytes(&text.value, Some(*size), value)
        }
        (Kind::Fixed { size, .. }, _) => must_be(
            value,
            &format!("a string of {size} characters up to `\\u00ff`"),
            "\"\\u0000…\"",
        ),
        (Kind::Record(fields), Value::Object(object)) => {
            for property in &object.properties {
                let key = property.name.as_str();
                if !fields.iter().any(|field| field.name == key) {
                    let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                    let help = crate::text::advice(key, &known, "its fields");
                    let name = &definition.name;
                    return Err(Wrong {
                        offset: property.name.start(),
                        message: format!("has `{key}`, no field of `{name}`\nhelp: {help}"),
                        is_of_another_kind: false,
                    });
                }
            }
            for field in fields {
                match property(object, &field.name) {
                    Some(entry) => accepts(&field.ty, &entry.value, schemas)?,
                    None if field.default.is_none() => {
                        return wrong(
                            value,
                            format!(
                                "lacks the field `{}`, which has no default of its own\n\
                                 help: add `\"{}\": …`",
                                field.name, field.name
                            ),
                        );
                    }
                    None => {}
                }
            }
            Ok(())
        }
        (Kind::Record(_), _) => must_be(value, "an object of its fields", "{}"),
    }
}

/// How many defaults may stand in each other; as many as in the check of the derive.
const MOST_DEFAULTS: usize = 24;

/// Returns whether the default `value` is complete at some point.
fn has_end(ty: &Type, value: &Value<'_>, schemas: &Schemas<'_>) -> bool {
    ends(ty, value, schemas, MOST_DEFAULTS)
}

fn ends(ty: &Type, value: &Value<'_>, schemas: &Schemas<'_>, left: usize) -> bool {
    match (ty, value) {
        (Type::Array(items), Value::Array(array)) => {
            array.elements.iter().all(|item| ends(items, item, schemas, left))
        }
        (Type::Map(values), Value::Object(object)) => {
            object.properties.iter().all(|entry| ends(values, &entry.value, schemas, left))
        }
        (Type::Union(branches), _) => branches
            .iter()
            .find(|branch| accepts(&branch.ty, value, schemas).is_ok())
            .is_none_or(|branch| ends(&branch.ty, value, schemas, left)),
        (Type::Named(reference), Value::Object(object)) => {
            let definition = schemas.get(&reference.name);
            let Some(Kind::Record(fields)) = definition.map(|definition| &definition.kind) else {
                return true;
            };
            fields.iter().all(|field| match (property(object, &field.name), &field.default) {
                (Some(entry), _) => ends(&field.ty, &entry.value, schemas, left),
                (None, Some(default)) => {
                    left > 0 && ends(&field.ty, default.written, schemas, left - 1)
                }
                (None, None) => true,
            })
        }
        _ => true,
    }
}
