//! Syntax: takes the type and its `#[avro(…)]` attributes apart.

use cloudflow_model::nearest;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DeriveInput, Expr, ExprLit, ExprPath, Fields, Lit, LitInt, LitStr, Meta,
    Token, Type,
};

use super::errors::Errors;
use super::model::{Body, FixedSize, Parsed, ParsedField, ParsedVariant, TypeSettings};
use super::types;

const TYPE_SETTINGS: &[&str] =
    &["namespace", "name", "rename_all", "alias", "doc", "fixed", "union", "serde", "crate"];
/// What only generated code gives; no message tells of it.
const HIDDEN_SETTING: &str = "schema";
const FIELD_SETTINGS: &[&str] = &["rename", "default", "required", "alias", "doc"];
const VARIANT_SETTINGS: &[&str] = &["rename", "default"];

pub(super) fn parse<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Parsed<'a> {
    let settings = parse_type(&input.attrs, errors);
    let body = parse_body(input, &settings, errors);
    Parsed { settings, body }
}

fn parse_body<'a>(
    input: &'a DeriveInput,
    settings: &TypeSettings,
    errors: &mut Errors,
) -> Body<'a> {
    let name = &input.ident;
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Body::Record(
                fields.named.iter().filter_map(|field| parse_field(field, errors)).collect(),
            ),
            Fields::Unnamed(fields) => {
                if let Some(field) = fields.unnamed.first()
                    && fields.unnamed.len() == 1
                    && (settings.fixed.is_some()
                        || matches!(types::ungrouped(&field.ty), Type::Array(_)))
                {
                    return Body::Fixed(&field.ty);
                }
                errors.push(
                    fields,
                    format!(
                        "an Avro record must have named fields\n\
                         help: give each field of `{name}` a name: `struct {name} {{ … }}`"
                    ),
                );
                Body::Other
            }
            Fields::Unit => {
                errors.push(
                    name,
                    format!(
                        "an Avro record must have a list of fields, also when it is empty\n\
                         help: write `struct {name} {{}}`"
                    ),
                );
                Body::Other
            }
        },
        Data::Enum(data) => {
            let is_union = settings.union.is_some()
                || data.variants.iter().any(|variant| !matches!(variant.fields, Fields::Unit));
            let variants =
                data.variants.iter().map(|variant| parse_variant(variant, errors)).collect();
            if is_union { Body::Union(variants) } else { Body::Enum(variants) }
        }
        Data::Union(data) => {
            errors.push(
                data.union_token,
                "`AvroRecord` must be derived on a struct or an enum\n\
                 help: use a struct with an `Option` for each of the values",
            );
            Body::Other
        }
    }
}

pub(super) fn parse_type(attributes: &[Attribute], errors: &mut Errors) -> TypeSettings {
    let mut parsed = TypeSettings::default();
    for (key, setting) in settings(attributes, TYPE_SETTINGS, errors) {
        match key {
            "namespace" => once(&mut parsed.namespace, string(&setting, errors), &setting, errors),
            "name" => once(&mut parsed.name, string(&setting, errors), &setting, errors),
            "rename_all" => {
                once(&mut parsed.rename_all, string(&setting, errors), &setting, errors);
            }
            "alias" => parsed.aliases.extend(string(&setting, errors)),
            "doc" => once(&mut parsed.doc, string(&setting, errors), &setting, errors),
            "fixed" => {
                let size = size(&setting, errors);
                let fixed = FixedSize { size, setting: setting.clone() };
                once(&mut parsed.fixed, Some(fixed), &setting, errors);
            }
            "union" => parsed.union = Some(flag(setting, errors)),
            HIDDEN_SETTING => parsed.schema = value(&setting).cloned(),
            "serde" => match value(&setting) {
                Some(Expr::Lit(ExprLit { lit: Lit::Bool(literal), .. })) => {
                    parsed.without_serde = !literal.value;
                }
                _ => errors.push(
                    &setting,
                    "`serde` must be `true` or `false`\n\
                     help: write `serde = false` and derive `Serialize` and `Deserialize` yourself",
                ),
            },
            _ => match value(&setting) {
                Some(Expr::Path(ExprPath { path, .. })) => parsed.krate = Some(path.clone()),
                _ => errors.push(
                    &setting,
                    "`crate` must be a path\n\
                     help: write `crate = my_crate::cloudflow_runtime`",
                ),
            },
        }
    }
    parsed
}

fn parse_field<'a>(field: &'a syn::Field, errors: &mut Errors) -> Option<ParsedField<'a>> {
    let ident = field.ident.as_ref()?;
    let mut parsed = ParsedField {
        field,
        ident,
        rename: None,
        default: None,
        required: None,
        aliases: Vec::new(),
        doc: None,
    };
    for (key, setting) in settings(&field.attrs, FIELD_SETTINGS, errors) {
        match key {
            "rename" => once(&mut parsed.rename, string(&setting, errors), &setting, errors),
            "default" => match value(&setting) {
                Some(json) => once(&mut parsed.default, Some(json.clone()), &setting, errors),
                None => errors.push(
                    &setting,
                    "the default of a field must be given as JSON\n\
                     help: write `default = \"0\"`, or `default = \"\\\"text\\\"\"` for a string",
                ),
            },
            "required" => parsed.required = Some(flag(setting, errors)),
            "doc" => once(&mut parsed.doc, string(&setting, errors), &setting, errors),
            _ => parsed.aliases.extend(string(&setting, errors)),
        }
    }
    if let (Some(default), Some(_)) = (&parsed.default, &parsed.required) {
        errors.push(default, "a field that is `required` has no default\nhelp: remove one of them");
    }
    Some(parsed)
}

fn parse_variant<'a>(variant: &'a syn::Variant, errors: &mut Errors) -> ParsedVariant<'a> {
    let mut parsed = ParsedVariant { variant, rename: None, is_default: false };
    for (key, setting) in settings(&variant.attrs, VARIANT_SETTINGS, errors) {
        match (key, &setting) {
            ("rename", _) => once(&mut parsed.rename, string(&setting, errors), &setting, errors),
            (_, Meta::Path(_)) => parsed.is_default = true,
            _ => errors.push(
                &setting,
                "`default` of a variant has no value\nhelp: write `#[avro(default)]`",
            ),
        }
    }
    parsed
}

/// Returns the settings in all `#[avro(…)]` attributes whose names are known.
fn settings(
    attributes: &[Attribute],
    known: &'static [&'static str],
    errors: &mut Errors,
) -> Vec<(&'static str, Meta)> {
    let mut settings = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("avro")) {
        let list = match &attribute.meta {
            Meta::List(_) => {
                attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            }
            other => {
                errors.push(other, usage("`avro` must have a list of settings", known));
                continue;
            }
        };
        match list {
            Ok(list) => {
                for setting in list {
                    if let Some(name) = find(&setting, known, errors) {
                        settings.push((name, setting));
                    }
                }
            }
            Err(error) => {
                let title = "expected `key = value`, with `,` between two settings";
                errors.add(syn::Error::new(error.span(), usage(title, known)));
            }
        }
    }
    settings
}

fn find(
    setting: &Meta,
    known: &'static [&'static str],
    errors: &mut Errors,
) -> Option<&'static str> {
    let path = setting.path();
    let written = path.to_token_stream().to_string();
    if let Some(name) = known.iter().find(|name| **name == written) {
        return Some(name);
    }
    if written == HIDDEN_SETTING && known == TYPE_SETTINGS {
        return Some(HIDDEN_SETTING);
    }
    let unknown = format!("there is no setting `{written}` here");
    let message = match nearest(&written, known) {
        Some(name) => format!("{unknown}\nhelp: did you mean `{name}`?"),
        None => usage(&unknown, known),
    };
    errors.push(path, message);
    None
}

fn usage(problem: &str, known: &[&str]) -> String {
    let list: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    format!("{problem}\nhelp: the settings here are {}", list.join(", "))
}

/// Returns the setting: that it is there is all that it can say.
fn flag(setting: Meta, errors: &mut Errors) -> Meta {
    if !matches!(setting, Meta::Path(_)) {
        let name = setting.path().to_token_stream();
        errors.push(&setting, format!("`{name}` has no value\nhelp: write `#[avro({name})]`"));
    }
    setting
}

fn size(setting: &Meta, errors: &mut Errors) -> Option<LitInt> {
    if let Some(Expr::Lit(ExprLit { lit: Lit::Int(size), .. })) = value(setting)
        && size.base10_parse::<usize>().is_ok()
    {
        return Some(size.clone());
    }
    errors.push(setting, "`fixed` must be a number of bytes\nhelp: write `fixed = 16`");
    None
}

fn value(setting: &Meta) -> Option<&Expr> {
    match setting {
        Meta::NameValue(pair) => Some(ungrouped(&pair.value)),
        _ => None,
    }
}

/// Returns the expression itself, of which a macro may have made a group.
pub(super) fn ungrouped(expression: &Expr) -> &Expr {
    match expression {
        Expr::Group(group) => ungrouped(&group.expr),
        _ => expression,
    }
}

fn string(setting: &Meta, errors: &mut Errors) -> Option<LitStr> {
    if let Some(Expr::Lit(ExprLit { lit: Lit::Str(literal), .. })) = value(setting) {
        return Some(literal.clone());
    }
    let name = setting.path().to_token_stream();
    errors.push(setting, format!("`{name}` must be a string\nhelp: write `{name} = \"…\"`"));
    None
}

fn once<T>(slot: &mut Option<T>, value: Option<T>, setting: &Meta, errors: &mut Errors) {
    if slot.is_none() {
        *slot = value;
    } else if value.is_some() {
        let name = setting.path().to_token_stream();
        errors.push(setting, format!("`{name}` is given twice\nhelp: remove one of them"));
    }
}
