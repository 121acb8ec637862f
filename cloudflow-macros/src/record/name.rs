//! The names that a type, its fields and its symbols have in Avro.

use cloudflow_model::{Schema, nearest};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use super::case::Case;
use super::errors::Errors;
use super::model::TypeSettings;

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

/// `rename_all` names one of the cases.
pub(super) fn check_case(written: Option<&LitStr>, errors: &mut Errors) -> Option<Case> {
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
pub(super) fn check_name(
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
pub(super) fn type_aliases(settings: &TypeSettings) -> Vec<String> {
    let namespace = namespace(settings);
    let full = |alias: String| {
        if alias.contains('.') { alias } else { full_name(&namespace, &alias) }
    };
    settings.aliases.iter().map(LitStr::value).map(full).collect()
}
