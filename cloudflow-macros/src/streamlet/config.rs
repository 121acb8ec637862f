//! `#[config(…)]`: a configuration parameter with its type, default, range or pattern.

use cloudflow_model::ParameterKind;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Meta, Type};

use super::arguments::{end_of_argument, equals, once, skip_past_comma};
use super::model::Config;
use crate::errors::Errors;
use crate::text::{self, Value, ValueKind};

const KNOWN: &[&str] = &["default", "key", "max", "min", "pattern"];

/// The types that a configuration parameter can have, by the last segment of their path.
const TYPES: &[(&str, ParameterKind<'static>)] = &[
    ("bool", ParameterKind::Boolean),
    ("i32", integer(i32::MIN as i64, i32::MAX as i64)),
    ("i64", integer(i64::MIN, i64::MAX)),
    ("u16", integer(0, u16::MAX as i64)),
    ("u32", integer(0, u32::MAX as i64)),
    ("u64", integer(0, i64::MAX)),
    ("usize", integer(0, i64::MAX)),
    ("f64", ParameterKind::Float),
    ("String", ParameterKind::String { pattern: None }),
    ("Duration", ParameterKind::Duration),
    ("MemorySize", ParameterKind::MemorySize),
];

const fn integer(min: i64, max: i64) -> ParameterKind<'static> {
    ParameterKind::Integer { min, max }
}

/// Returns the kind of a supported type.
pub(crate) fn kind(ty: &Type) -> Option<ParameterKind<'static>> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    TYPES.iter().find(|(name, _)| last.ident == name).map(|(_, kind)| *kind)
}

#[derive(Default)]
struct Arguments {
    default: Option<Value>,
    min: Option<Value>,
    max: Option<Value>,
    pattern: Option<Value>,
    key: Option<Value>,
}

/// Reads the parameter `ident: ty` with its `#[config]` attribute.
pub(crate) fn parse(
    ident: &Ident,
    ty: &Type,
    attribute: &Attribute,
    others: &[Attribute],
    errors: &mut Errors,
) -> Option<Config> {
    let arguments = arguments(attribute, errors);
    let Some(mut base) = kind(ty) else {
        let names: Vec<_> = TYPES.iter().map(|(name, _)| *name).collect();
        let message = format!(
            "`{}` is not a type of configuration\nhelp: use one of {}",
            text::of_type(ty),
            text::list(&names)
        );
        errors.at(ty, message);
        return None;
    };
    let Arguments { default, min, max, pattern, key } = arguments?;
    narrow(&mut base, ty, min, max, errors);
    if let Some(pattern) = &pattern
        && !matches!(base, ParameterKind::String { .. })
    {
        errors.at(&pattern.tokens, "`pattern` belongs to `String`\nhelp: remove it");
        return None;
    }
    if let Some(default) = &default {
        literal_fits(default, base, ty, errors);
    }
    let (key, tokens) = match key {
        Some(key) => (key.text, key.tokens),
        None => (text::plain_name(ident), ident.to_token_stream()),
    };
    let description = text::description(others);
    Some(Config { key, tokens, description, ty: ty.clone(), base, pattern, default })
}

/// Returns the arguments, or nothing if one of them could not be read.
fn arguments(attribute: &Attribute, errors: &mut Errors) -> Option<Arguments> {
    let list = match &attribute.meta {
        Meta::Path(_) => return Some(Arguments::default()),
        Meta::List(list) => list,
        Meta::NameValue(meta) => {
            errors.at(meta, "`#[config]` takes its arguments in parentheses\nhelp: write `#[config(default = …)]`");
            return None;
        }
    };
    errors.sound(|errors| {
        let mut arguments = Arguments::default();
        let result = list.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                if errors.keep(argument(input, &mut arguments)).is_none() {
                    skip_past_comma(input)?;
                }
            }
            Ok(())
        });
        errors.keep(result);
        arguments
    })
}

fn argument(input: ParseStream<'_>, arguments: &mut Arguments) -> syn::Result<()> {
    let name = input.call(Ident::parse_any).map_err(|error| {
        let message = format!(
            "expected an argument\nhelp: the arguments of `#[config]` are {}",
            text::list(KNOWN)
        );
        syn::Error::new(error.span(), message)
    })?;
    let (place, wanted) = match name.to_string().as_str() {
        "default" => (&mut arguments.default, None),
        "min" => (&mut arguments.min, Some(ValueKind::Integer)),
        "max" => (&mut arguments.max, Some(ValueKind::Integer)),
        "pattern" => (&mut arguments.pattern, Some(ValueKind::String)),
        "key" => (&mut arguments.key, Some(ValueKind::String)),
        other => {
            let message = text::unknown("argument", other, KNOWN, "arguments of `#[config]`");
            return Err(syn::Error::new_spanned(&name, message));
        }
    };
    equals(input, &name, "…")?;
    let value: Value = input.parse()?;
    if let Some(wanted) = wanted
        && value.kind != wanted
    {
        let example = match wanted {
            ValueKind::Integer => {
                cloudflow_model::value::parse_integer(&value.text).unwrap_or(1).to_string()
            }
            _ => format!("{:?}", value.text),
        };
        let message = format!(
            "`{name}` takes {}, not {}\nhelp: write `{name} = {example}`",
            wanted.name(),
            value.kind.name()
        );
        return Err(syn::Error::new_spanned(&value.tokens, message));
    }
    once(&name, place, value)?;
    end_of_argument(input)
}

/// Narrows the range of an integer type.
fn narrow(
    base: &mut ParameterKind<'static>,
    ty: &Type,
    lower: Option<Value>,
    upper: Option<Value>,
    errors: &mut Errors,
) {
    let ParameterKind::Integer { min, max } = base else {
        for (name, value) in [("min", lower), ("max", upper)] {
            if let Some(value) = value {
                errors.at(
                    value.tokens,
                    format_args!("`{name}` belongs to integers\nhelp: remove it"),
                );
            }
        }
        return;
    };
    let (least, greatest) = (*min, *max);
    for (value, place) in [(&lower, &mut *min), (&upper, &mut *max)] {
        let Some(value) = value else { continue };
        match cloudflow_model::value::parse_integer(&value.text) {
            Some(number) if least <= number && number <= greatest => *place = number,
            _ => {
                let message = format!(
                    "`{}` is out of the range of `{}`\nhelp: use a number from {least} to {greatest}",
                    value.text,
                    ty.to_token_stream()
                );
                errors.at(&value.tokens, message);
            }
        }
    }
    if let (Some(upper), true) = (&upper, *min > *max) {
        let message = format!("`max` is less than `min`\nhelp: use a number from {min} on");
        errors.at(&upper.tokens, message);
        *max = greatest;
    }
}

/// Checks how a default is written: text in quotes, numbers without.
///
/// Whether it is a value of the type is a rule of the model (CF13).
fn literal_fits(default: &Value, base: ParameterKind<'_>, ty: &Type, errors: &mut Errors) {
    let Value { text, tokens, kind } = default;
    let ty = ty.to_token_stream();
    let is_text = matches!(
        base,
        ParameterKind::String { .. } | ParameterKind::Duration | ParameterKind::MemorySize
    );
    if is_text && *kind != ValueKind::String && base.accepts(text) {
        errors.at(
            tokens,
            format_args!("the default of a `{ty}` is text [CF13]\nhelp: write `\"{text}\"`"),
        );
    } else if !is_text && *kind == ValueKind::String && base.accepts(text) {
        let what = base.expectation();
        errors.at(
            tokens,
            format_args!("the default of `{ty}` is {what}, not text [CF13]\nhelp: write `{text}`"),
        );
    }
}

/// Returns the tokens of the default, for problems about it.
pub(crate) fn default_tokens(config: &Config) -> TokenStream {
    config.default.as_ref().map_or_else(|| config.tokens.clone(), |value| value.tokens.clone())
}
