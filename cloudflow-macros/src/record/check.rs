//! Meaning: what a type is as a whole, one function per rule.

use quote::{ToTokens, quote};
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Lit, LitStr, Meta, Type};

use super::case::Case;
use super::errors::Errors;
use super::model::{Body, Checked, Parsed, ParsedVariant, Shape, Symbol};
use super::name::{check_case, check_name, type_aliases, type_name};
use super::parse::ungrouped;
use super::{field, fixed, settings, types, union};

/// Returns what to generate, or nothing where the type has no shape to go on with. Whether there
/// were mistakes is in `errors`.
pub(super) fn check<'a>(
    input: &'a DeriveInput,
    parsed: &'a Parsed<'a>,
    errors: &mut Errors,
) -> Option<Checked<'a>> {
    check_generics(input, errors);
    settings::check(input, parsed, errors);
    let case = match parsed.body {
        Body::Record(_) | Body::Enum(_) => check_case(parsed.settings.rename_all.as_ref(), errors),
        _ => None,
    };
    let name = match parsed.body {
        // It has none, and a setting for it is reported.
        Body::Union(_) => String::new(),
        _ => type_name(&input.ident, &parsed.settings, errors),
    };
    let shape = match &parsed.body {
        Body::Record(fields) => Shape::Record(field::check(fields, case, errors)),
        Body::Enum(variants) => check_enum(input, variants, case, errors),
        Body::Union(variants) => union::check(input, variants, errors),
        Body::Fixed(ty) => fixed::check(ty, &parsed.settings, errors)?,
        Body::Other => return None,
    };
    Some(Checked {
        ident: &input.ident,
        doc: documentation(&input.attrs, parsed.settings.doc.as_ref()),
        aliases: type_aliases(&parsed.settings),
        name,
        shape,
        schema: parsed.settings.schema.as_ref(),
        with_serde: !parsed.settings.without_serde,
        private: private_path(parsed),
    })
}

pub(super) fn private_path(parsed: &Parsed<'_>) -> proc_macro2::TokenStream {
    let path = parsed.settings.krate.as_ref();
    path.map_or_else(|| quote!(::cloudflow_runtime::__private), |path| quote!(#path::__private))
}

/// A record is not generic: its schema is one constant with one name.
fn check_generics(input: &DeriveInput, errors: &mut Errors) {
    // A lifetime is there for a reference, which is reported where it stands.
    let has_references = matches!(&input.data, Data::Struct(data)
        if data.fields.iter().any(|field| matches!(types::ungrouped(&field.ty), Type::Reference(_))));
    let is_for_references = input.generics.lifetimes().count() == input.generics.params.len();
    let is_reported = has_references && is_for_references;
    if !input.generics.params.is_empty() && !is_reported {
        let name = &input.ident;
        errors.push(
            &input.generics,
            format!(
                "`{name}` must not be generic: a record has one name and one schema\n\
                 help: write a struct for each type that you need"
            ),
        );
    }
}

/// An enum has at least one variant, and at most one default.
fn check_enum<'a>(
    input: &DeriveInput,
    variants: &[ParsedVariant<'a>],
    case: Option<Case>,
    errors: &mut Errors,
) -> Shape<'a> {
    if variants.is_empty() {
        let name = &input.ident;
        errors.push(
            name,
            format!(
                "an Avro enum must have at least one symbol\n\
                 help: add a variant to `{name}`"
            ),
        );
    }
    let mut symbols: Vec<Symbol<'a>> = Vec::new();
    let mut default: Option<String> = None;
    for parsed in variants {
        let ident = &parsed.variant.ident;
        let name = check_name(ident, parsed.rename.as_ref(), case, errors);
        if let Some(first) = symbols.iter().find(|first| first.name == name) {
            errors.push(
                parsed
                    .rename
                    .as_ref()
                    .map_or_else(|| ident.to_token_stream(), ToTokens::to_token_stream),
                format!(
                    "the variants `{}` and `{ident}` have the same symbol `{name}`\n\
                     help: give one of them another name: `#[avro(rename = \"…\")]`",
                    first.ident
                ),
            );
        }
        if parsed.is_default {
            if let Some(first) = &default {
                errors.push(
                    ident,
                    format!(
                        "`{first}` and `{name}` cannot both be the default\n\
                         help: remove `#[avro(default)]` from one of them"
                    ),
                );
            }
            default = Some(name.clone());
        }
        symbols.push(Symbol { ident, name });
    }
    Shape::Enum { symbols, default }
}

/// Returns the documentation that is given for the schema, or the doc comment.
pub(super) fn documentation(attributes: &[Attribute], given: Option<&LitStr>) -> String {
    if let Some(given) = given {
        return given.value();
    }
    let comments: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => match ungrouped(&pair.value) {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    paragraphs(comments.iter().map(String::as_str))
}

/// Returns a line for each paragraph of a doc comment.
pub(crate) fn paragraphs<'t>(comments: impl IntoIterator<Item = &'t str>) -> String {
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in comments.into_iter().flat_map(|comment| comment.split('\n')).map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n")
}
