//! `blueprint!`: from tokens to a const value and the assertions about it.

mod check;
mod expand;
mod fallback;
mod model;
mod parse;
mod resolve;
mod settings;

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};

use crate::errors::gather;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let (read, mistakes) = gather(|errors| {
        let parser = |input: ParseStream<'_>| parse::blueprint(input, errors);
        let result = parser.parse2(input);
        let blueprint = errors.keep(result)?;
        let indices = resolve::indices(&blueprint, errors);
        let hints = check::names(&blueprint, indices.as_ref(), errors);
        Some((blueprint, indices, hints))
    });
    match read {
        None => mistakes.into_items(),
        Some((blueprint, Some(indices), hints)) if mistakes.is_empty() => {
            expand::blueprint(&blueprint, &indices, &hints)
        }
        Some((blueprint, ..)) => fallback::blueprint(&blueprint, mistakes),
    }
}
