//! `#[streamlet]`: from a function to a type that declares its ports.

mod arguments;
mod body;
mod broken;
mod check;
mod concurrency;
mod config;
mod editor;
mod expand;
mod fallback;
mod key;
mod model;
mod parse;
mod released;
mod returns;
mod volume;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{FnArg, ItemFn};

use crate::errors::gather;
use broken::Broken;

const NO_FUNCTION: &str = "`#[streamlet]` belongs on a function with a body\n\
                           help: write `#[streamlet] fn name(data: Input) -> Output { … }`";

pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let item = &plain_signature(item);
    let (function, has_body) = match syn::parse2::<ItemFn>(item.clone()) {
        Ok(function) => (function, true),
        Err(_) => match broken::diagnose(item) {
            Broken::Body { function, is_missing } => (*function, !is_missing),
            Broken::Signature => return item.clone(),
            Broken::Other => {
                let ((), mistakes) = gather(|errors| errors.at(first_token(item), NO_FUNCTION));
                let mistakes = mistakes.into_items();
                return quote!(#item #mistakes);
            }
        },
    };
    let (streamlet, mistakes) = gather(|errors| {
        if let Some(receiver) =
            function.sig.inputs.iter().find(|input| matches!(input, FnArg::Receiver(_)))
        {
            let message = "a streamlet must be a free function, without `self`\n\
                           help: move it out of the `impl` and take configuration as `#[config]`";
            errors.at(receiver, message);
            return None;
        }
        // `<T+ as Trait>` would be no code at all.
        if let Some(plus) = parse::dangling_plus(&function) {
            errors.at(plus, "nothing stands behind this `+`\nhelp: remove it");
            return None;
        }
        let streamlet = parse::streamlet(arguments, &function, errors);
        let is_read = errors.count() == 0;
        check::streamlet(&streamlet, errors);
        if !has_body {
            errors.at(&function.sig, NO_FUNCTION);
        }
        Some((streamlet, is_read))
    });
    match streamlet {
        Some((streamlet, _)) if mistakes.is_empty() => expand::streamlet(&streamlet),
        Some((streamlet, is_read)) => fallback::streamlet(&streamlet, is_read, mistakes),
        // A method cannot stand beside a type, and rustc would refuse its `self`, or such a `+`, once
        // more elsewhere.
        None => mistakes.into_items(),
    }
}

/// Returns the item without the invisible groups in which a `macro_rules!` macro hands on types, so
/// that `$t` is the type that it stands for. The body keeps them: there they are operands.
fn plain_signature(item: &TokenStream) -> TokenStream {
    let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let plain = |token| if is_body(&token) { token.into() } else { ungrouped(token) };
    item.clone().into_iter().map(plain).collect()
}

fn ungrouped(token: TokenTree) -> TokenStream {
    let TokenTree::Group(group) = token else { return token.into() };
    let inner: TokenStream = group.stream().into_iter().map(ungrouped).collect();
    if group.delimiter() == Delimiter::None {
        return inner;
    }
    let mut plain = Group::new(group.delimiter(), inner);
    plain.set_span(group.span());
    TokenTree::Group(plain).into()
}

fn first_token(item: &TokenStream) -> TokenStream {
    item.clone().into_iter().take(1).collect()
}
