//! The fields of a record: each with its default, and all with names of their own.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ExprUnary, Lit, LitStr, UnOp};

use super::case::Case;
use super::check::documentation;
use super::errors::Errors;
use super::model::{CheckedField, Default, ParsedField};
use super::name::check_name;
use super::parse::ungrouped;
use super::types;

/// Returns the fields; their types are for rustc to judge, but for those that it cannot tell well.
pub(super) fn check<'a>(
    parsed: &[ParsedField<'a>],
    case: Option<Case>,
    errors: &mut Errors,
) -> Vec<CheckedField<'a>> {
    let fields: Vec<_> = parsed.iter().map(|field| check_field(field, case, errors)).collect();
    check_names(&fields, parsed, errors);
    check_aliases(&fields, parsed, errors);
    fields
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
fn check_names(fields: &[CheckedField<'_>], parsed: &[ParsedField<'_>], errors: &mut Errors) {
    for (index, field) in fields.iter().enumerate() {
        if let Some(first) = fields.iter().take(index).find(|first| first.name == field.name) {
            let rename = parsed.get(index).and_then(|field| field.rename.as_ref());
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
fn check_aliases(fields: &[CheckedField<'_>], parsed: &[ParsedField<'_>], errors: &mut Errors) {
    for (index, (field, parsed)) in fields.iter().zip(parsed).enumerate() {
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
