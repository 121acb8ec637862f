//! `#[derive(AvroRecord)]`: from a struct to its schema and codec.

mod case;
mod check;
mod errors;
mod expand;
mod fallback;
mod fixed;
mod judgement;
mod model;
mod parse;
mod released;
mod types;
mod union;

use proc_macro2::TokenStream;

pub(crate) use case::Case;
pub(crate) use check::paragraphs;
pub(crate) use expand::json;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = errors::Errors::default();
    let parsed = parse::parse(&input, &mut errors);
    let checked = check::check(&input, &parsed, &mut errors);
    match checked {
        Some(schema) if errors.is_empty() => expand::expand(&schema),
        _ => fallback::expand(&input, &parsed, errors),
    }
}
