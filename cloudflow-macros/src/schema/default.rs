//! Whether the default of a field is a value of its type, and where it is not.

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use cloudflow_model::schema::LogicalType;

use super::json::{kind, property};
use super::model::{Definition, Kind, Primitive, Type};
use super::resolve::Schemas;
use super::source::{Mistakes, Place};

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
struct Wrong {
    offset: usize,
    message: String,
}

fn wrong(value: &Value<'_>, message: String) -> Result<(), Wrong> {
    Err(Wrong { offset: value.start(), message })
}

fn must_be(value: &Value<'_>, wanted: &str, example: &str) -> Result<(), Wrong> {
    wrong(
        value,
        format!("must be {wanted}, not {}\nhelp: write `{example}`, for example", kind(value)),
    )
}

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
        // Readers before Avro 1.12 take the default of a union for a value of its first branch.
        Type::Union(branches) => match branches.first() {
            Some(first) => accepts_branch(&first.ty, branches.len(), value, schemas),
            None => Ok(()),
        },
        Type::Named(reference) => match schemas.get(&reference.name) {
            Some(definition) => accepts_named(definition, value, schemas),
            None => Ok(()),
        },
        Type::Unknown => Ok(()),
    }
}

fn accepts_branch(
    first: &Type,
    count: usize,
    value: &Value<'_>,
    schemas: &Schemas<'_>,
) -> Result<(), Wrong> {
    let result = accepts(first, value, schemas);
    // A default of another branch is the commonest mistake of all, so it has its own words.
    if result.is_err() && count > 1 && matches!(first, Type::Primitive(Primitive::Null)) {
        return wrong(
            value,
            format!(
                "must be a value of the first branch, `null`, not {}\n\
                 help: put the branch of the default first, or write `null`",
                kind(value)
            ),
        );
    }
    result
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
    let is_uuid = match value {
        Value::StringLit(text) => {
            let groups: Vec<&str> = text.value.split('-').collect();
            groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
                && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        _ => false,
    };
    if is_uuid {
        return Ok(());
    }
    wrong(
        value,
        "must be a UUID\nhelp: write `\"00000000-0000-0000-0000-000000000000\"`, for example"
            .to_owned(),
    )
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
