//! `avro_schema!`: from schema files to record types.
//!
//! The files are read, parsed to JSON with positions (`json`), to definitions (`parse`), whose names
//! are looked up (`resolve`); then come the types in Rust (`expand`), for which the derive writes
//! the codec. Mistakes of all files are gathered on the way.

mod alone;
mod attributes;
mod constant;
mod default;
mod definition;
mod expand;
mod file;
mod graph;
mod input;
mod json;
mod logical;
mod model;
mod names;
mod naming;
mod parse;
mod properties;
mod resolve;
mod slips;
pub(crate) mod source;
#[cfg(test)]
mod tests;
mod words;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

use source::{Mistake, Mistakes};

pub(crate) use alone::constant;
pub(crate) use source::Source;

use crate::errors::gather;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input: input::Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let (mut literals, mut sources, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    let (items, mistakes) = gather(|errors| {
        for literal in &input.files {
            match file::read(literal) {
                Ok(source) => {
                    literals.push(literal);
                    sources.push(source);
                }
                Err(problem) => {
                    let error = syn::Error::new_spanned(literal, problem);
                    unreadable.push((literal.value(), error.to_compile_error()));
                    errors.keep::<()>(Err(error));
                }
            }
        }
        let report = |mistake: &Mistake| {
            let file = mistake.place.file;
            let (literal, source) = (literals.get(file)?, sources.get(file)?);
            let position = source.position(mistake.place.offset);
            let message = format!("{position}: {}", mistake.message);
            Some(syn::Error::new_spanned(literal, message))
        };
        let constant = |mistake: &Mistake| report(mistake).map(|error| error.to_compile_error());
        let Generated { items, mistakes } = generate(&sources, input.krate.as_ref(), constant);
        for error in mistakes.into_sorted().iter().filter_map(report) {
            errors.keep::<()>(Err(error));
        }
        items
    });
    let watches = literals.iter().map(|literal| file::watch(literal));
    let missing = unreadable.iter().filter_map(|(path, error)| {
        let name = parse::name_of_file(path)?;
        Some(expand::unreadable(&name, input.krate.as_ref(), error))
    });
    let mistakes = mistakes.into_items();
    quote!(#mistakes #(#watches)* #items #(#missing)*)
}

/// The record types that the files define, and what is wrong with the files.
pub(crate) struct Generated {
    pub(crate) items: TokenStream,
    pub(crate) mistakes: Mistakes,
}

/// Makes the record types that the files define. Where there are mistakes, the types are there all the
/// same, so that what uses them gets no errors of its own; their schemas are what `constant` makes of
/// the first mistake, so that what looks into them stays silent.
pub(crate) fn generate(
    sources: &[Source],
    krate: Option<&Path>,
    constant: impl FnOnce(&Mistake) -> Option<TokenStream>,
) -> Generated {
    let mut mistakes = Mistakes::default();
    let values: Vec<_> = sources
        .iter()
        .enumerate()
        .map(|(file, source)| json::parse(source, file, &mut mistakes))
        .collect();
    let mut definitions = Vec::new();
    for (file, (value, source)) in values.iter().zip(sources).enumerate() {
        match value {
            Some(value) => parse::parse(value, file, &mut definitions, &mut mistakes),
            None => definitions.extend(parse::stub(source, file)),
        }
    }
    let mut schemas = resolve::resolve(definitions, sources, &mut mistakes);
    default::check(&mut schemas, &mut mistakes);
    let unsound = mistakes.first().and_then(constant);
    Generated { items: expand::expand(&schemas, krate, unsound), mistakes }
}
