//! Entry points of the macros for hostile input.

// Not all of each module is reached from here.
#![allow(dead_code, reason = "the modules belong to another crate")]

#[path = "../../src/blueprint/mod.rs"]
mod blueprint;
#[path = "../../src/editor.rs"]
mod editor;
#[path = "../../src/errors.rs"]
mod errors;
#[path = "../../src/paths.rs"]
mod paths;
#[path = "../../src/record/mod.rs"]
mod record;
#[path = "../../src/schema/mod.rs"]
mod schema;
#[path = "../../src/streamlet/mod.rs"]
mod streamlet;
#[path = "../../src/text.rs"]
mod text;

use proc_macro2::TokenStream;
use quote::ToTokens;
use schema::source::Source;

/// Makes types of one or two schema files, which a NUL character separates.
pub fn avsc(data: &str) {
    let texts = data.split('\0').take(2);
    let sources: Vec<Source> = texts
        .map(|text| Source { path: "Reading.avsc".to_owned(), text: text.to_owned() })
        .collect();
    let generated = schema::generate(&sources, None, |_| None);
    for item in must_parse(generated.items) {
        let expansion = record::expand(item.to_token_stream()).to_string();
        assert!(
            generated.mistakes.len() > 0 || !expansion.contains("compile_error"),
            "{}\n{expansion}",
            item.to_token_stream()
        );
    }
}

/// Expands a blueprint.
pub fn blueprint(data: &str) {
    if let Ok(tokens) = data.parse::<TokenStream>() {
        must_parse(blueprint::expand(tokens));
    }
}

/// Derives a record.
pub fn record(data: &str) {
    if let Ok(tokens) = data.parse::<TokenStream>() {
        must_parse(record::expand(tokens));
    }
}

/// Expands a streamlet: its arguments are in the first line.
pub fn streamlet(data: &str) {
    let (arguments, item) = data.split_once('\n').unwrap_or(("", data));
    if let (Ok(arguments), Ok(item)) = (arguments.parse(), item.parse::<TokenStream>()) {
        // What is no item is left as it was written.
        let is_item = syn::parse2::<syn::Item>(item.clone()).is_ok();
        let expansion = streamlet::expand(arguments, &item);
        if is_item {
            must_parse(expansion);
        }
    }
}

/// Returns the items of an expansion.
fn must_parse(expansion: TokenStream) -> Vec<syn::Item> {
    match syn::parse2::<syn::File>(expansion.clone()) {
        Ok(file) => file.items,
        Err(error) => panic!("{error}: {expansion}"),
    }
}

/// Forgets the texts that tokens were made of, which would fill the memory.
pub fn forget() {
    proc_macro2::extra::invalidate_current_thread_spans();
}
