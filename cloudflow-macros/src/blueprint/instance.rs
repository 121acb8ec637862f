//! The grammar of instances: a name, a streamlet, and settings in braces.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Token, Type, braced, token};

use super::model::{Blueprint, Instance};
use super::parse::{end_of_entry, no_end, section_inside, separator, skip_entry};
use super::settings;
use crate::errors::Errors;
use crate::text;

pub(super) fn section(
    input: ParseStream<'_>,
    blueprint: &mut Blueprint,
    errors: &mut Errors,
) -> syn::Result<()> {
    let mut has_told = false;
    while !input.is_empty() {
        if separator(input)? || section_inside(input, "streamlets", blueprint, errors)? {
            continue;
        }
        let attributes = input.call(Attribute::parse_outer);
        if let Some(attribute) = errors.keep(attributes).unwrap_or_default().first() {
            let message = if attribute.path().is_ident("doc") {
                "an instance has no documentation\nhelp: write an ordinary comment, with `//`"
            } else {
                "an instance has no attributes\n\
                 help: remove it; the blueprint as a whole can have `#[cfg(…)]`"
            };
            errors.at(attribute, message);
        }
        let name = input.call(Ident::parse_any).map_err(|error| {
            syn::Error::new(error.span(), "expected an instance\nhelp: write `name = Streamlet;`")
        });
        let Some(name) = errors.keep(name) else {
            blueprint.gaps.instances = true;
            skip_entry(input)?;
            continue;
        };
        let name = instance_name(input, name, blueprint, errors)?;
        let read = instance(input, &name, &mut has_told, errors);
        // A mistake in its settings does not make it another streamlet.
        if let Some(instance) = errors.keep(read) {
            blueprint.instances.push(instance);
        } else {
            blueprint.unread.push(name.unraw().to_string());
            skip_entry(input)?;
        }
    }
    Ok(())
}

/// Returns the name that is meant where it is written as in another language: behind `let`, or with `-`.
fn instance_name(
    input: ParseStream<'_>,
    first: Ident,
    blueprint: &mut Blueprint,
    errors: &mut Errors,
) -> syn::Result<Ident> {
    let streamlet = |input: ParseStream<'_>| {
        let ahead = input.fork();
        let streamlet =
            ahead.parse::<Token![=]>().and_then(|_| ahead.call(Type::without_plus)).ok();
        streamlet.map_or_else(|| "Streamlet".to_owned(), |ty| text::of_type(&ty))
    };
    let is_let = first == "let" && input.peek(Ident::peek_any);
    if is_let && (input.peek2(Token![=]) || input.peek(Token![mut])) {
        let mutable: Option<Token![mut]> = input.parse()?;
        let name = input.call(Ident::parse_any)?;
        let streamlet = streamlet(input);
        errors.at(
            quote!(#first #mutable #name),
            format_args!(
                "an instance is declared without `let`\nhelp: write `{name} = {streamlet};`"
            ),
        );
        return Ok(name);
    }
    let Dashed { name, tokens } = dashed(input, first)?;
    if let Some(tokens) = tokens {
        let streamlet = streamlet(input);
        errors.at(
            tokens,
            format_args!("a name has `_`, not `-`\nhelp: write `{name} = {streamlet};`"),
        );
        blueprint.dashed.push(name.unraw().to_string());
    }
    Ok(name)
}

/// A name that may be written with `-` for `_`.
pub(super) struct Dashed {
    pub(super) name: Ident,
    /// What is written, where it is.
    pub(super) tokens: Option<TokenStream>,
}

/// Reads on behind the first part of a name.
pub(super) fn dashed(input: ParseStream<'_>, first: Ident) -> syn::Result<Dashed> {
    let (mut tokens, mut text) = (first.to_token_stream(), first.unraw().to_string());
    let mut has_dash = false;
    while input.peek(Token![-]) && input.peek2(Ident::peek_any) {
        has_dash = true;
        let (dash, part) = (input.parse::<Token![-]>()?, input.call(Ident::parse_any)?);
        text = format!("{text}_{}", part.unraw());
        tokens.extend(quote!(#dash #part));
    }
    if !has_dash {
        return Ok(Dashed { name: first, tokens: None });
    }
    Ok(Dashed { name: Ident::new(&text, first.span()), tokens: Some(tokens) })
}

/// Reads an instance behind its name.
fn instance(
    input: ParseStream<'_>,
    name: &Ident,
    has_told: &mut bool,
    errors: &mut Errors,
) -> syn::Result<Instance> {
    if !input.peek(Token![=]) || input.peek(Token![=>]) {
        let message = format!("expected `=` and a streamlet\nhelp: write `{name} = Streamlet;`");
        return Err(input.error(message));
    }
    input.parse::<Token![=]>()?;
    let streamlet = input.call(Type::without_plus).map_err(|error| {
        let message = format!("expected a streamlet\nhelp: write `{name} = Streamlet;`");
        syn::Error::new(error.span(), message)
    })?;
    let mut settings = settings::InstanceSettings::default();
    if input.peek(token::Brace) {
        let content;
        braced!(content in input);
        settings = settings::instance(&content, errors)?;
        end_of_entry(input)?;
    } else if input.peek(token::Paren) {
        let written = streamlet.to_token_stream();
        let message = format!(
            "an instance names a streamlet, and does not call it\nhelp: write `{name} = {written};`"
        );
        errors.at(input.parse::<TokenTree>()?, message);
        skip_entry(input)?;
    } else if !end_of_entry(input)? && !input.is_empty() {
        no_end(input, has_told, &streamlet, "instance", errors);
        // What follows is the next entry, or something that has no place here.
        if !input.peek(Token![,]) && !input.peek(Ident::peek_any) && !input.peek(Token![#]) {
            skip_entry(input)?;
        }
    }
    let settings::InstanceSettings { replicas, cpu, memory, config } = settings;
    let (replicas, replicas_tokens) = replicas.map_or((1, None), |(number, at)| (number, Some(at)));
    let name = name.clone();
    Ok(Instance { name, streamlet, replicas, replicas_tokens, cpu, memory, config })
}
