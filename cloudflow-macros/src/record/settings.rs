//! Settings that would say nothing where they stand: each is a mistake, for somebody meant something.

use syn::{DeriveInput, Fields};

use super::errors::Errors;
use super::model::{Body, Parsed, TypeSettings};

/// The settings fit the type, and values without a name have none.
pub(super) fn check(input: &DeriveInput, parsed: &Parsed<'_>, errors: &mut Errors) {
    let settings = &parsed.settings;
    let name = &input.ident;
    match &parsed.body {
        Body::Record(_) => {
            check_fixed(settings, &format!("`{name}` has named fields"), errors);
            check_union(settings, errors);
        }
        Body::Enum(_) => check_fixed(settings, &format!("`{name}` is an enum"), errors),
        Body::Union(_) => {
            check_fixed(settings, &format!("`{name}` is an enum"), errors);
            check_names_of_union(settings, errors);
            check_values(input, errors);
        }
        Body::Fixed(_) => {
            check_union(settings, errors);
            check_case_of_fixed(settings, errors);
            check_values(input, errors);
        }
        Body::Other => {}
    }
}

fn check_fixed(settings: &TypeSettings, instead: &str, errors: &mut Errors) {
    if let Some(fixed) = &settings.fixed {
        errors.push(
            &fixed.setting,
            format!(
                "`fixed` is for a struct of one value without a name, and {instead}\n\
                 help: remove `fixed = …`"
            ),
        );
    }
}

fn check_union(settings: &TypeSettings, errors: &mut Errors) {
    if let Some(setting) = &settings.union {
        errors.push(
            setting,
            "`union` is for an enum, whose variants are the branches\n\
             help: remove `union`, or write an enum",
        );
    }
}

fn check_names_of_union(settings: &TypeSettings, errors: &mut Errors) {
    let written = [&settings.namespace, &settings.name, &settings.rename_all, &settings.doc];
    for literal in written.into_iter().flatten().chain(settings.aliases.first()) {
        errors.push(
            literal,
            "a union has no name and no documentation in Avro\n\
             help: remove the setting; the record around it has a name",
        );
    }
}

fn check_case_of_fixed(settings: &TypeSettings, errors: &mut Errors) {
    if let Some(literal) = &settings.rename_all {
        errors.push(
            literal,
            "a fixed has no fields that could be renamed\n\
             help: remove `rename_all`; `name = \"…\"` names the type",
        );
    }
}

fn check_values(input: &DeriveInput, errors: &mut Errors) {
    let fields: Vec<&Fields> = match &input.data {
        syn::Data::Struct(data) => vec![&data.fields],
        syn::Data::Enum(data) => data.variants.iter().map(|variant| &variant.fields).collect(),
        syn::Data::Union(_) => Vec::new(),
    };
    let unnamed = fields.into_iter().filter(|fields| matches!(fields, Fields::Unnamed(_)));
    let attributes = unnamed.flatten().flat_map(|field| &field.attrs);
    for attribute in attributes.filter(|attribute| attribute.path().is_ident("avro")) {
        errors.push(
            attribute,
            "a value without a name has no settings in Avro\n\
             help: remove `#[avro(…)]`",
        );
    }
}
