//! The attributes of generated types and fields: documentation, and settings of the derive.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::model::{Field, Type};
use crate::record::paragraphs;

/// Returns what the derive has to know of a field.
pub(super) fn of_field(field: &Field<'_>, ident: &Ident) -> Option<TokenStream> {
    let mut settings = Vec::new();
    let name = &field.name;
    if syn::ext::IdentExt::unraw(ident) != name {
        settings.push(quote!(rename = #name));
    }
    settings.extend(field.aliases.iter().map(|alias| quote!(alias = #alias)));
    match &field.default {
        Some(default) => {
            let json = default.json.to_string();
            settings.push(quote!(default = #json));
        }
        // An `Option` would have the default `null`, which the file does not give.
        None if matches!(&field.ty, Type::Union(_)) => settings.push(quote!(required)),
        None => {}
    }
    settings.extend(doc_setting(&doc_of_field(field), &field.doc));
    (!settings.is_empty()).then(|| quote!(#[avro(#(#settings),*)]))
}

/// The attribute of an item that has no documentation of its own in the file.
pub(super) const ALLOW_MISSING_DOCS: MissingDocs = MissingDocs;

pub(super) struct MissingDocs;

impl quote::ToTokens for MissingDocs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote!(#[allow(missing_docs)]));
    }
}

/// Returns the documentation as that of a type or a field.
pub(super) fn doc(text: &str) -> TokenStream {
    if text.is_empty() {
        return quote!(#ALLOW_MISSING_DOCS);
    }
    let text = escaped(text);
    quote!(#[doc = #text])
}

/// The documentation of a field, which also tells what the file says in vain.
pub(super) fn doc_of_field(field: &Field<'_>) -> String {
    let notes = field.ignored.iter().map(|name| {
        let name: String = name.chars().take(64).collect();
        format!(
            "The logical type `{name}` is ignored: it is unknown, or not allowed where it stands."
        )
    });
    let text = Some(&field.doc).filter(|doc| !doc.is_empty()).cloned();
    text.into_iter().chain(notes).collect::<Vec<_>>().join("\n\n")
}

/// The documentation `text` for the schema, where that of the item, `comment`, says something else.
pub(super) fn doc_setting(comment: &str, text: &str) -> Option<TokenStream> {
    let is_the_same = paragraphs([escaped(comment).as_str()]) == text;
    (!is_the_same).then(|| quote!(doc = #text))
}

/// Documentation in a schema is plain text: what rustdoc would take for a link or for HTML is not.
fn escaped(text: &str) -> String {
    text.replace('[', "\\[").replace('<', "\\<")
}
