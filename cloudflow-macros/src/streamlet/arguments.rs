//! The arguments of `#[streamlet(…)]` and of `#[outlet(…)]`: syntax only.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, LitStr, Meta, Path, Token};

use super::concurrency::{Concurrency, Order};
use super::model::{Key, Partitioning};
use crate::errors::Errors;
use crate::text;

const KNOWN: &[&str] = &[
    "co_partitioned",
    "concurrency",
    "crate",
    "independent",
    "name",
    "order",
    "outlet",
    "outlets",
];

/// The arguments of `#[streamlet(…)]`.
#[derive(Default)]
pub(crate) struct Arguments {
    /// `crate = path`
    pub(crate) runtime: Option<Path>,
    /// `name = Type`
    pub(crate) name: Option<Ident>,
    /// `outlet = name` or `outlets(name, name)`
    pub(crate) outlets: Option<Outlets>,
    /// `co_partitioned(name, name)` or `independent`
    pub(crate) partitioning: Option<Partitioning>,
    /// `concurrency = 32`
    pub(crate) concurrency: Option<Concurrency>,
    /// `order = key`
    pub(crate) order: Option<Order>,
}

/// The outlets that an argument names.
pub(crate) struct Outlets {
    /// The argument as a whole.
    pub(crate) tokens: TokenStream,
    pub(crate) names: Names,
}

pub(crate) enum Names {
    One(Ident),
    Two(Ident, Ident),
}

impl Arguments {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self::default();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if errors.keep(arguments.argument(input)).is_none() {
                    skip_past_comma(input)?;
                }
            }
            Ok(())
        };
        let result = parser.parse2(tokens);
        errors.keep(result);
        arguments
    }

    fn argument(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let name = input.call(Ident::parse_any).map_err(|error| {
            let message = format!(
                "expected an argument\nhelp: the arguments of `#[streamlet]` are {}",
                text::list(KNOWN)
            );
            syn::Error::new(error.span(), message)
        })?;
        match name.to_string().as_str() {
            "crate" => {
                equals(input, &name, "path")?;
                once(&name, &mut self.runtime, input.call(Path::parse_mod_style)?)?;
            }
            "name" => {
                equals(input, &name, "Type")?;
                let ident = input.call(Ident::parse_any);
                once(&name, &mut self.name, ident.map_err(|error| no_name(input, &name, &error))?)?;
            }
            "outlet" => {
                let equals = equals(input, &name, "name")?;
                let outlet =
                    input.call(Ident::parse_any).map_err(|error| no_name(input, &name, &error))?;
                let tokens = quote::quote!(#name #equals #outlet);
                once(&name, &mut self.outlets, Outlets { tokens, names: Names::One(outlet) })?;
            }
            "outlets" => {
                if !input.peek(syn::token::Paren) {
                    let message =
                        "`outlets` takes two names\nhelp: write `outlets(valid, invalid)`";
                    return Err(syn::Error::new_spanned(&name, message));
                }
                let content;
                let parenthesis = syn::parenthesized!(content in input);
                let names: Vec<Ident> = Punctuated::<Ident, Token![,]>::parse_terminated_with(
                    &content,
                    Ident::parse_any,
                )?
                .into_iter()
                .collect();
                let [ok, err] = names.as_slice() else {
                    let message = "`outlets` takes two names\n\
                         help: write `outlets(valid, invalid)`: `Ok` goes to the first, `Err` to the \
                         second";
                    return Err(syn::Error::new(parenthesis.span.join(), message));
                };
                let tokens = quote::quote!(#name (#ok, #err));
                let names = Names::Two(ok.clone(), err.clone());
                once(&name, &mut self.outlets, Outlets { tokens, names })?;
            }
            "co_partitioned" => {
                if !input.peek(syn::token::Paren) {
                    let message = "`co_partitioned` takes names of inlets\n\
                                   help: write `co_partitioned(left, right)`";
                    return Err(syn::Error::new_spanned(&name, message));
                }
                let content;
                let parenthesis = syn::parenthesized!(content in input);
                let names = Punctuated::<Ident, Token![,]>::parse_terminated_with(
                    &content,
                    Ident::parse_any,
                )?;
                let names = names.into_iter().collect();
                let mut list = Group::new(Delimiter::Parenthesis, TokenStream::new());
                list.set_span(parenthesis.span.join());
                let tokens = quote::quote!(#name #list);
                self.partitioning(Partitioning { tokens, names: Some(names) })?;
            }
            "concurrency" => {
                equals(input, &name, "32")?;
                once(&name, &mut self.concurrency, Concurrency::parse(&name, input)?)?;
            }
            "order" => {
                equals(input, &name, "key")?;
                let word = input.call(Ident::parse_any);
                let word = word.map_err(|error| no_name(input, &name, &error))?;
                once(&name, &mut self.order, Order::parse(&name, &word)?)?;
            }
            "independent" => {
                if input.peek(Token![=]) || input.peek(syn::token::Paren) {
                    let message = "`independent` stands alone\nhelp: write `independent`";
                    return Err(syn::Error::new_spanned(&name, message));
                }
                let tokens = name.to_token_stream();
                self.partitioning(Partitioning { tokens, names: None })?;
            }
            other => {
                let message =
                    text::unknown("argument", other, KNOWN, "arguments of `#[streamlet]`");
                return Err(syn::Error::new_spanned(&name, message));
            }
        }
        end_of_argument(input)
    }

    /// Stores how partitions are read, which must be said once.
    fn partitioning(&mut self, written: Partitioning) -> syn::Result<()> {
        let tokens = written.tokens.clone();
        if let Some(first) = self.partitioning.replace(written) {
            let message = format!(
                "{} already says how partitions are read\nhelp: keep one of the two",
                first.quoted()
            );
            return Err(syn::Error::new_spanned(tokens, message));
        }
        Ok(())
    }
}

/// An `#[outlet(…)]` attribute.
pub(crate) struct OutletAttribute {
    pub(crate) tokens: Attribute,
    pub(crate) name: Option<Ident>,
    pub(crate) key: Option<Key>,
}

impl OutletAttribute {
    /// Reads `#[outlet(key = |m| …)]` or `#[outlet(name, key = |m| …)]`.
    pub(crate) fn parse(attribute: &Attribute) -> syn::Result<Self> {
        let mut outlet = Self { tokens: attribute.clone(), name: None, key: None };
        let Meta::List(list) = &attribute.meta else {
            let message = "`#[outlet]` says how the key of a record is found\n\
                           help: write `#[outlet(key = |record| record.id)]`";
            return Err(syn::Error::new_spanned(attribute, message));
        };
        list.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                let name = input.call(Ident::parse_any)?;
                if !input.peek(Token![=]) {
                    once(&name, &mut outlet.name, name.clone())?;
                } else if name == "key" {
                    input.parse::<Token![=]>()?;
                    once(&name, &mut outlet.key, key(input)?)?;
                } else {
                    let message = text::unknown(
                        "argument",
                        &name.to_string(),
                        &["key"],
                        "arguments of `#[outlet]`",
                    );
                    return Err(syn::Error::new_spanned(&name, message));
                }
                end_of_argument(input)?;
            }
            Ok(())
        })?;
        Ok(outlet)
    }
}

fn key(input: ParseStream<'_>) -> syn::Result<Key> {
    const SHAPE: &str = "a key is a closure with one parameter, or the name of a function\n\
                         help: write `key = |record| record.id`";
    match input.parse()? {
        Expr::Closure(closure) if closure.inputs.len() == 1 && closure.asyncness.is_none() => {
            match closure.inputs.into_iter().next() {
                Some(parameter) => {
                    Ok(Key::Closure { parameter: Box::new(parameter), body: closure.body })
                }
                None => Err(input.error(SHAPE)),
            }
        }
        Expr::Path(path) => Ok(Key::Function(path)),
        other => Err(syn::Error::new_spanned(other, SHAPE)),
    }
}

/// Stores `value`, which must be the first of its name.
pub(crate) fn once<T>(name: &Ident, place: &mut Option<T>, value: T) -> syn::Result<()> {
    if place.replace(value).is_some() {
        let message = format!("`{name}` is given twice\nhelp: keep one of them");
        return Err(syn::Error::new_spanned(name, message));
    }
    Ok(())
}

pub(crate) fn end_of_argument(input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return Ok(());
    }
    Err(input.error("expected `,` behind this argument\nhelp: write `,` between two of them"))
}

/// Reads the `=` behind the name of an argument; `value` stands for what comes then.
pub(crate) fn equals(input: ParseStream<'_>, name: &Ident, value: &str) -> syn::Result<Token![=]> {
    input.parse().map_err(|_| {
        let message = format!("expected `=` behind `{name}`\nhelp: write `{name} = {value}`");
        syn::Error::new_spanned(name, message)
    })
}

/// The message about something that is no name; text in quotes may hold one.
fn no_name(input: ParseStream<'_>, argument: &Ident, error: &syn::Error) -> syn::Error {
    let text = input.fork().parse::<LitStr>().map(|text| text.value());
    let example = match text {
        Ok(text) if syn::parse_str::<Ident>(&text).is_ok() => text,
        _ => "name".to_owned(),
    };
    let message =
        format!("`{argument}` takes a name, without quotes\nhelp: write `{argument} = {example}`");
    syn::Error::new(error.span(), message)
}

/// Skips what is left of an argument that could not be read.
pub(crate) fn skip_past_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    input.parse::<Option<Token![,]>>().map(drop)
}
