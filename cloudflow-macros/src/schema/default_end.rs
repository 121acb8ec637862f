//! Whether the default of a field ends: what it leaves out has defaults as well, and so on.

use jsonc_parser::ast::Value;

use super::default::accepts;
use super::json::property;
use super::model::{Kind, Type};
use super::resolve::Schemas;

/// How many defaults may stand in each other; as many as in the check of the derive.
const MOST_DEFAULTS: usize = 24;

/// Returns whether the default `value` is complete at some point.
pub(super) fn has_end(ty: &Type, value: &Value<'_>, schemas: &Schemas<'_>) -> bool {
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
