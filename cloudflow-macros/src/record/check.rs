//! Meaning: names, defaults and types, one function per rule.

use cloudflow_model::{Schema, nearest};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Expr, ExprLit, ExprUnary, Ident, Lit, LitStr, Meta, Type, UnOp,
};

use super::case::Case;
use super::errors::Errors;
use super::model::{
    Body, Checked, CheckedField, Default, Parsed, ParsedField, ParsedVariant, Shape, Symbol,
    TypeSettings,
};
use super::parse::ungrouped;
use super::{fixed, settings, types, union};

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
        Body::Record(fields) => {
            let fields: Vec<_> =
                fields.iter().map(|field| check_field(field, case, errors)).collect();
            check_field_names(&fields, parsed, errors);
            check_field_aliases(&fields, parsed, errors);
            Shape::Record(fields)
        }
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

/// Returns the full Avro name of a type.
pub(super) fn type_name(ident: &Ident, settings: &TypeSettings, errors: &mut Errors) -> String {
    check_namespace(settings.namespace.as_ref(), errors);
    let simple = check_name(ident, settings.name.as_ref(), None, errors);
    let name = full_name(&namespace(settings), &simple);
    if Schema::is_name_of_avro(&name) {
        errors.push(
            settings
                .name
                .as_ref()
                .map_or_else(|| ident.to_token_stream(), ToTokens::to_token_stream),
            format!(
                "`{name}` is called like a type of Avro itself\n\
                 help: give `{ident}` another name in Avro: `#[avro(name = \"…\")]`"
            ),
        );
    }
    name
}

fn namespace(settings: &TypeSettings) -> String {
    settings.namespace.as_ref().map(LitStr::value).unwrap_or_default()
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

/// `rename_all` names one of the cases.
fn check_case(written: Option<&LitStr>, errors: &mut Errors) -> Option<Case> {
    let literal = written?;
    let value = literal.value();
    let case = Case::parse(&value);
    if case.is_none() {
        let help = match nearest(&value, Case::NAMES) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("use one of `{}`", Case::NAMES.join("`, `")),
        };
        errors.push(literal, format!("there is no case `{value}`\nhelp: {help}"));
    }
    case
}

/// A namespace is a list of names with dots between them.
fn check_namespace(written: Option<&LitStr>, errors: &mut Errors) {
    let Some(literal) = written else { return };
    let value = literal.value();
    if !value.split('.').all(is_avro_name) {
        errors.push(
            literal,
            format!(
                "`{value}` is not an Avro namespace\n\
                 help: use names of letters, digits and `_` with dots between them, such as \
                 `com.example`"
            ),
        );
    }
}

/// A name has letters, digits and `_`, and does not start with a digit.
fn check_name(
    ident: &Ident,
    written: Option<&LitStr>,
    case: Option<Case>,
    errors: &mut Errors,
) -> String {
    if let Some(literal) = written {
        let value = literal.value();
        if !is_avro_name(&value) {
            errors.push(literal, not_a_name(&value));
        }
        return value;
    }
    let name = ident.unraw().to_string();
    let name = case.map_or_else(|| name.clone(), |case| case.apply(&name));
    if !is_avro_name(&name) {
        errors.push(
            ident,
            format!(
                "`{name}` is not an Avro name: only `A` to `Z`, `a` to `z`, `0` to `9` and `_` are \
                 allowed\n\
                 help: give it another name in Avro: `#[avro(rename = \"…\")]`"
            ),
        );
    }
    name
}

fn not_a_name(value: &str) -> String {
    format!(
        "`{value}` is not an Avro name\n\
         help: use `A` to `Z`, `a` to `z`, `0` to `9` and `_`, and no digit at the start"
    )
}

fn is_avro_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

fn full_name(namespace: &str, name: &str) -> String {
    if namespace.is_empty() { name.to_owned() } else { format!("{namespace}.{name}") }
}

/// An alias of a type is a full name, or a name in the namespace of the type. It may be any text, since
/// Avro has it correct illegal names of old schemas.
fn type_aliases(settings: &TypeSettings) -> Vec<String> {
    let namespace = namespace(settings);
    let full = |alias: String| {
        if alias.contains('.') { alias } else { full_name(&namespace, &alias) }
    };
    settings.aliases.iter().map(LitStr::value).map(full).collect()
}

fn check_field<'a>(
    parsed: &ParsedField<'a>,
    case: Option<Case>,
    errors: &mut Errors,
) -> CheckedField<'a> {
    types::check(&parsed.field.ty, errors);
    CheckedField {
        ident: parsed.ident,
        ty: &parsed.field.ty,
        name: check_name(parsed.ident, parsed.rename.as_ref(), case, errors),
        doc: documentation(&parsed.field.attrs, parsed.doc.as_ref()),
        aliases: parsed.aliases.iter().map(LitStr::value).collect(),
        default: parsed.default.as_ref().and_then(|json| check_default(json, errors)),
        required: parsed.required.as_ref().map(Spanned::span),
    }
}

/// A default is JSON. That it is a value of the field's type is for rustc to find out.
fn check_default(written: &Expr, errors: &mut Errors) -> Option<Default> {
    let Some(text) = literal_text(written) else {
        errors.push(
            written,
            "the default of a field must be JSON in a string\n\
             help: write `default = \"0\"`, or `default = \"\\\"text\\\"\"` for a string",
        );
        return None;
    };
    if let Ok(value) = serde_json::from_str(&text) {
        return Some(Default { value, span: written.span() });
    }
    if matches!(ungrouped(written), Expr::Lit(ExprLit { lit: Lit::Str(_), .. })) {
        let quoted = serde_json::Value::String(text.clone()).to_string();
        errors.push(
            written,
            format!(
                "`{text}` is not JSON\n\
                 help: a string has quotes of its own: `default = {quoted:?}`"
            ),
        );
    } else {
        errors.push(
            written,
            format!("`{text}` is beyond the range of a `double`\nhelp: write a smaller number"),
        );
    }
    None
}

/// Returns the JSON in a string, or a number or boolean as it is.
fn literal_text(expression: &Expr) -> Option<String> {
    match ungrouped(expression) {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Str(literal) => Some(literal.value()),
            Lit::Int(literal) => Some(literal.base10_digits().to_owned()),
            // `1.` is a number of Rust, but none of JSON.
            Lit::Float(literal) if literal.base10_digits().ends_with('.') => {
                Some(format!("{}0", literal.base10_digits()))
            }
            Lit::Float(literal) => Some(literal.base10_digits().to_owned()),
            Lit::Bool(literal) => Some(literal.value.to_string()),
            _ => None,
        },
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => {
            literal_text(expr).map(|text| format!("-{text}"))
        }
        _ => None,
    }
}

/// The fields of a record have different names.
fn check_field_names(fields: &[CheckedField<'_>], parsed: &Parsed<'_>, errors: &mut Errors) {
    let Body::Record(written) = &parsed.body else { return };
    for (index, field) in fields.iter().enumerate() {
        if let Some(first) = fields.iter().take(index).find(|first| first.name == field.name) {
            let rename = written.get(index).and_then(|field| field.rename.as_ref());
            errors.push(
                rename.map_or_else(|| field.ident.to_token_stream(), ToTokens::to_token_stream),
                format!(
                    "the fields `{}` and `{}` have the same Avro name `{}`\n\
                     help: give one of them another name: `#[avro(rename = \"…\")]`",
                    first.ident, field.ident, field.name
                ),
            );
        }
    }
}

/// An alias is neither the name nor an alias of another field: readers could not tell which of the two a
/// field of the writer becomes.
fn check_field_aliases(fields: &[CheckedField<'_>], parsed: &Parsed<'_>, errors: &mut Errors) {
    let Body::Record(written) = &parsed.body else { return };
    for (index, (field, parsed)) in fields.iter().zip(written).enumerate() {
        for alias in &parsed.aliases {
            let value = alias.value();
            let others = || fields.iter().enumerate().filter(|(other, _)| *other != index);
            let named = others().find(|(_, other)| other.name == value);
            // Two aliases are one mistake.
            let known =
                others().find(|(other, known)| *other < index && known.aliases.contains(&value));
            let (other, what, help) = match (named, known) {
                (Some((_, other)), _) => (other, "the name", "remove the alias"),
                (None, Some((_, other))) => (other, "an alias", "remove one of them"),
                (None, None) => continue,
            };
            errors.push(
                alias,
                format!(
                    "the alias `{value}` of the field `{}` is {what} of the field `{}`\n\
                     help: {help}, since readers could not tell which field is meant",
                    field.ident, other.ident
                ),
            );
        }
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
fn documentation(attributes: &[Attribute], given: Option<&LitStr>) -> String {
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
