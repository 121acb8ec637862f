//! Code for editors alone: rust-analyzer sets `cfg(rust_analyzer)`, rustc never does.
//!
//! What a blueprint names (instances, ports, settings) is text to rustc. Here the same tokens stand
//! for locals and fields, so that an editor completes them and goes to where they are declared.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Attribute;

use crate::paths::Paths;
use crate::text;

/// Returns items that only an editor sees, where the conditions of the user hold as well.
pub(crate) fn only_there(
    paths: &Paths,
    conditions: &[&Attribute],
    items: &TokenStream,
) -> TokenStream {
    let only = paths.private(quote!(only_in_editors));
    quote!(#(#conditions)* #only! { #items })
}

/// Returns the identifier for a name, unless Rust keeps the name for itself.
pub(crate) fn ident(name: &str, span: Span) -> Option<Ident> {
    match name {
        "self" | "super" | "crate" | "Self" | "_" => None,
        _ => Some(text::ident(name, span)),
    }
}
