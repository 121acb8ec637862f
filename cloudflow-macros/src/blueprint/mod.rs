//! `blueprint!`: from tokens to a const value and the assertions about it.

mod check;
mod connection;
mod editor;
mod expand;
mod fallback;
mod instance;
mod judge;
mod lock;
mod model;
mod parse;
mod released;
mod resolve;
mod settings;

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};

use crate::errors::gather;
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
        let indices = resolve::indices(&mut blueprint, errors);
        let (hints, sound) = check::names(&blueprint, &indices, errors);
        Some((Checked { blueprint, indices, hints, sound }, lock))
    });
    match read {
        None => mistakes.into_items(),
        Some((checked, lock)) if mistakes.is_empty() => expand::blueprint(&checked, &lock),
        Some((checked, _)) => fallback::blueprint(&checked, mistakes),
    }
}

/// A blueprint, with what the names in it say.
pub(crate) struct Checked {
    pub(crate) blueprint: model::Blueprint,
    pub(crate) indices: resolve::Indices,
    pub(crate) hints: check::Hints,
    pub(crate) sound: check::Sound,
}
