//! Attributes at a place where Avro ignores them: beside the type that they are about, or inside the
//! type of the field that they are about.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use super::json::{property, to_serde};
use super::logical;
use super::model::{Primitive, Type};
use super::properties::Properties;
use super::source::Mistakes;

/// How many characters of a value a message repeats.
const MOST_SHOWN: usize = 40;

/// Reports a logical type beside the `type` that it is about, and returns the type that was meant.
///
/// A name that is no logical type of Avro is metadata there, as every other attribute is.
pub(super) fn logical_type(
    properties: &Properties<'_>,
    written: &Value<'_>,
    ty: Type,
    mistakes: &mut Mistakes,
) -> Type {
    let named = logical::written(properties).and_then(logical::meant);
    let attribute = match named {
        // Written twice it is superfluous, but nothing is lost.
        Some(named) if has(&ty, named) => return ty,
        Some(_) => "logicalType",
        // Whatever else a field calls its precision, only a decimal loses one.
        None if is_decimal(written) => {
            let Some(found) = ["precision", "scale"].into_iter().find(|key| properties.has(key))
            else {
                return ty;
            };
            found
        }
        None => return ty,
    };
    let help = inside(properties, written, named.unwrap_or("decimal")).map_or_else(
        || format!("move `{attribute}` into the braces behind `\"type\"`"),
        |inside| format!("write `\"type\": {inside}`"),
    );
    mistakes.at(
        properties.key_place(attribute),
        format_args!(
            "`{attribute}` of {} stands beside its `type`, where Avro ignores it\nhelp: {help}",
            properties.of
        ),
    );
    with_logical(properties, ty)
}

/// Returns whether a type is this logical type, or a union with it.
fn has(ty: &Type, logical: &str) -> bool {
    match ty {
        Type::Logical(found, _) => found.name() == logical,
        Type::Union(branches) => branches.iter().any(|branch| has(&branch.ty, logical)),
        _ => false,
    }
}

/// Returns whether a type is, or can be, a decimal.
fn is_decimal(written: &Value<'_>) -> bool {
    match written {
        Value::StringLit(name) => name.value == "bytes",
        Value::Array(branches) => branches.elements.iter().any(is_decimal),
        Value::Object(object) => {
            matches!(
                property(object, "type").map(|ty| &ty.value),
                Some(Value::StringLit(name)) if name.value == "bytes" || name.value == "fixed"
            )
        }
        _ => false,
    }
}

/// Returns the type with the attributes inside it, if that fits into a message.
fn inside(properties: &Properties<'_>, written: &Value<'_>, logical: &str) -> Option<String> {
    match written {
        Value::StringLit(name) => on_name(properties, &name.value, logical),
        Value::Array(branches) => {
            let mut is_done = false;
            let branches: Vec<_> = branches
                .elements
                .iter()
                .map(|branch| match branch {
                    Value::StringLit(name) if name.value == "null" => "\"null\"".to_owned(),
                    Value::StringLit(name) if !is_done => {
                        let with = on_name(properties, &name.value, logical);
                        is_done = with.is_some();
                        with.unwrap_or_else(|| format!("\"{}\"", name.value))
                    }
                    Value::StringLit(name) => format!("\"{}\"", name.value),
                    _ => "…".to_owned(),
                })
                .collect();
            is_done.then(|| format!("[{}]", branches.join(", ")))
        }
        Value::Object(object) => match object.properties.as_slice() {
            [only] if only.name.as_str() == "type" => inside(properties, &only.value, logical),
            _ => None,
        },
        _ => None,
    }
}

fn on_name(properties: &Properties<'_>, name: &str, logical: &str) -> Option<String> {
    let primitive = Primitive::parse(name)?;
    // Where the type is another as well, that of the logical type is shown.
    if logical != "decimal"
        && logical::on_primitive(properties, primitive, &mut Mistakes::default()).is_none()
    {
        return Some(logical::example(logical));
    }
    if logical == "decimal" && primitive != Primitive::Bytes {
        return Some(logical::example(logical));
    }
    let digits = if logical == "decimal" {
        let precision = properties.get("precision").map_or_else(|| "10".to_owned(), shown);
        let scale = properties.get("scale").map(|scale| format!(", \"scale\": {}", shown(scale)));
        format!(", \"precision\": {precision}{}", scale.unwrap_or_default())
    } else {
        String::new()
    };
    Some(format!("{{\"type\": \"{name}\", \"logicalType\": \"{logical}\"{digits}}}"))
}

/// Returns the type that was meant, so that what uses the field gets no errors of its own.
fn with_logical(properties: &Properties<'_>, ty: Type) -> Type {
    match ty {
        Type::Primitive(primitive) => {
            match logical::on_primitive(properties, primitive, &mut Mistakes::default()) {
                Some(logical) => Type::Logical(logical, primitive),
                None => ty,
            }
        }
        Type::Union(mut branches) => {
            for branch in &mut branches {
                let plain = std::mem::replace(&mut branch.ty, Type::Unknown);
                branch.ty = match plain {
                    Type::Primitive(_) => with_logical(properties, plain),
                    other => other,
                };
            }
            Type::Union(branches)
        }
        other => other,
    }
}

/// Reports the default of a field inside its type, unless the field has one itself.
pub(super) fn default(properties: &Properties<'_>, written: &Value<'_>, mistakes: &mut Mistakes) {
    if properties.has("default") {
        return;
    }
    let (branches, is_union) = match written {
        Value::Array(branches) => (branches.elements.as_slice(), true),
        other => (std::slice::from_ref(other), false),
    };
    for branch in branches {
        let Value::Object(object) = branch else { continue };
        let Some(default) = property(object, "default") else { continue };
        // That of an enum stands for symbols that the reader does not know.
        if property(object, "symbols").is_some() {
            continue;
        }
        let ty = if is_union { "[…]".to_owned() } else { plain(object) };
        mistakes.at(
            properties.place(default.name.start()),
            format_args!(
                "`default` of {} stands inside its type, where Avro ignores it\n\
                 help: write `\"type\": {ty}, \"default\": {}`",
                properties.of,
                shown(&default.value)
            ),
        );
        return;
    }
}

/// Returns what is left of the object without the default.
fn plain(object: &Object<'_>) -> String {
    match property(object, "type").map(|ty| &ty.value) {
        Some(Value::StringLit(name)) if object.properties.len() == 2 => {
            format!("\"{}\"", name.value)
        }
        _ => "{…}".to_owned(),
    }
}

fn shown(value: &Value<'_>) -> String {
    let text = to_serde(value).to_string();
    if text.chars().count() > MOST_SHOWN { "…".to_owned() } else { text }
}
