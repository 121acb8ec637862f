//! `#[derive(AvroRecord)]`: from a struct to its schema and codec.

mod case;
mod check;
mod errors;
mod expand;
mod fallback;
mod field;
mod fixed;
mod judgement;
mod model;
mod name;
mod parse;
mod released;
mod settings;
mod types;
mod union;
mod unreadable;

use proc_macro2::TokenStream;

pub(crate) use case::Case;
pub(crate) use check::paragraphs;
pub(crate) use expand::json;

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let Ok(input) = syn::parse2(tokens.clone()) else { return unreadable::expand(tokens) };
    let mut errors = errors::Errors::default();
    let parsed = parse::parse(&input, &mut errors);
    let checked = check::check(&input, &parsed, &mut errors);
    match checked {
        Some(schema) if errors.is_empty() => expand::expand(&schema),
        _ => fallback::expand(&input, &parsed, errors, &TokenStream::new()),
    }
}
