//! A schema as one constant that stands alone: it refers to no type of Rust.

use proc_macro2::TokenStream;

use super::constant::Writer;
use super::source::{Mistake, Mistakes, Source};
use super::{default, json, parse, resolve};
use crate::paths::Paths;

/// Returns the outermost definition of a text as an expression of the type `&Schema`, or the first
/// mistake in the text.
pub(crate) fn constant(source: &Source, paths: &Paths) -> Result<TokenStream, Mistake> {
    let mut mistakes = Mistakes::default();
    let value = json::parse(source, 0, &mut mistakes);
    let mut definitions = Vec::new();
    if let Some(value) = &value {
        parse::parse(value, 0, &mut definitions, &mut mistakes);
    }
    let mut schemas = resolve::resolve(definitions, std::slice::from_ref(source), &mut mistakes);
    default::check(&mut schemas, &mut mistakes);
    if let Some(mistake) = mistakes.into_sorted().into_iter().next() {
        return Err(mistake);
    }
    // What a definition contains is noted before it. A text without one has a mistake.
    let outermost = schemas.definitions.last();
    let mut writer = Writer::new(&schemas, paths, &|_| None);
    Ok(outermost.map(|definition| writer.definition(definition)).unwrap_or_default())
}
