//! `blueprint!`: from tokens to a const value and the assertions about it.

mod check;
mod editor;
mod expand;
mod fallback;
pub(crate) mod model;
mod parse;
pub(crate) mod resolve;
mod settings;

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};

use crate::errors::gather;
use crate::lock;
use crate::paths::Paths;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    // First, at a place that does not depend on mistakes: editors compare two expansions.
    let mut expansion = editor::mentions(&input, &Paths::new(None));
    expansion.extend(compiled(input));
    expansion
}

/// Returns the part that rustc compiles.
fn compiled(input: TokenStream) -> TokenStream {
    let (read, mistakes) = gather(|errors| {
        let parser = |input: ParseStream<'_>| parse::blueprint(input, errors);
        let result = parser.parse2(input);
        let mut blueprint = errors.keep(result)?;
        let lock = lock::read(&mut blueprint.attributes, &blueprint.name, errors);
        let indices = resolve::indices(&blueprint, errors);
        let hints = check::names(&blueprint, indices.as_ref(), errors);
        Some((blueprint, indices, hints, lock))
    });
    match read {
        None => mistakes.into_items(),
        Some((blueprint, Some(indices), hints, lock)) if mistakes.is_empty() => {
            expand::blueprint(&blueprint, &indices, &hints, &lock)
        }
        Some((blueprint, ..)) => fallback::blueprint(&blueprint, mistakes),
    }
}
