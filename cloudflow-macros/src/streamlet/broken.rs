//! Functions that do not parse. rustc has parsed them before any macro sees them, and has said why.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::{ItemFn, parse_quote};

/// What can be made of an item that is no function as it stands.
pub(super) enum Broken {
    /// A function whose body does not parse, or is missing; it has another body instead.
    Body { function: Box<ItemFn>, is_missing: bool },
    /// A function that does not parse before its body.
    Signature,
    /// Something else.
    Other,
}

/// Finds out what does not parse.
pub(super) fn diagnose(item: &TokenStream) -> Broken {
    let mut tokens: Vec<_> = item.clone().into_iter().collect();
    let is_function = tokens.iter().any(|token| matches!(token, TokenTree::Ident(i) if i == "fn"));
    let last = tokens.pop();
    let is_missing = matches!(&last, Some(TokenTree::Punct(punct)) if punct.as_char() == ';');
    let is_body =
        matches!(&last, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    if !is_function || !(is_body || is_missing) {
        return Broken::Other;
    }
    let signature: TokenStream = tokens.into_iter().collect();
    match syn::parse2::<ItemFn>(quote!(#signature { loop {} })) {
        Ok(mut function) => {
            function.attrs.push(parse_quote!(#[allow(unused, clippy::all)]));
            Broken::Body { function: Box::new(function), is_missing }
        }
        Err(_) => Broken::Signature,
    }
}
