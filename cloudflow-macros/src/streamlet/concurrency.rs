//! `concurrency = 32` and `order = key`: how calls of a value function overlap.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::ParseStream;
use syn::{Expr, ExprLit, ItemFn, Lit};

use super::arguments::Arguments;
use crate::errors::Errors;
use crate::paths::Paths;
use crate::text;

/// More calls than a process has ever needed; each takes memory.
const MOST_CALLS: u32 = 65_536;

/// The orders, as they are written and as they are called in the runtime.
const ORDERS: [(&str, &str); 3] = [("key", "Key"), ("none", "None"), ("partition", "Partition")];

/// `concurrency = 32`
pub(crate) struct Concurrency {
    /// The argument as a whole.
    tokens: TokenStream,
    calls: u32,
}

/// `order = key`
pub(crate) struct Order {
    /// The argument as a whole.
    tokens: TokenStream,
    variant: &'static str,
}

/// How calls overlap: both arguments, checked.
pub(crate) struct Overlap {
    calls: u32,
    variant: &'static str,
}

impl Concurrency {
    /// Reads the number behind `name =`.
    pub(crate) fn parse(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let value: Expr = input.parse()?;
        let number = match &value {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<u32>().ok(),
            _ => None,
        };
        match number {
            Some(calls @ 1..=MOST_CALLS) => Ok(Self { tokens: quote!(#name = #value), calls }),
            _ => {
                let message = format!(
                    "`concurrency` is a whole number from 1 to {MOST_CALLS}\n\
                     help: write `concurrency = 32`"
                );
                Err(syn::Error::new_spanned(value, message))
            }
        }
    }
}

impl Order {
    /// Reads the word behind `name =`.
    pub(crate) fn parse(name: &Ident, word: &Ident) -> syn::Result<Self> {
        let written = word.to_string();
        match ORDERS.iter().find(|(known, _)| *known == written) {
            Some((_, variant)) => Ok(Self { tokens: quote!(#name = #word), variant }),
            None => {
                let known = ORDERS.map(|(known, _)| known);
                let message = text::unknown("order", &written, &known, "the orders");
                Err(syn::Error::new_spanned(word, message))
            }
        }
    }
}

impl Overlap {
    /// Joins the arguments; only calls of an async value function overlap.
    pub(crate) fn new(
        arguments: &Arguments,
        function: &ItemFn,
        is_value_function: bool,
        errors: &mut Errors,
    ) -> Option<Self> {
        let name = &function.sig.ident;
        match (&arguments.concurrency, &arguments.order) {
            (None, None) => None,
            (None, Some(order)) => {
                let message = "`order` is that of calls which overlap, and without `concurrency` none do\n\
                               help: write `concurrency = 32` beside it, or remove it";
                errors.at(&order.tokens, message);
                None
            }
            (Some(concurrency), _) if !is_value_function => {
                let message = format!(
                    "`concurrency` is about the calls of a value function, and `{name}` is called once\n\
                     help: remove it, and use `buffered_records` on the inlet"
                );
                errors.at(&concurrency.tokens, message);
                None
            }
            (Some(concurrency), _) if function.sig.asyncness.is_none() => {
                let message = format!(
                    "`concurrency` lets calls overlap that wait, and `{name}` is not async\n\
                     help: write `async fn {name}`, or remove it"
                );
                errors.at(&concurrency.tokens, message);
                None
            }
            (Some(concurrency), order) => {
                let variant = order.as_ref().map_or("Partition", |order| order.variant);
                Some(Self { calls: concurrency.calls, variant })
            }
        }
    }

    /// Returns the call of the runtime that says so.
    pub(crate) fn call(&self, paths: &Paths) -> TokenStream {
        let (concurrency, order) =
            (paths.private(quote!(Concurrency)), paths.private(quote!(Order)));
        let calls = proc_macro2::Literal::u32_unsuffixed(self.calls);
        let variant = text::ident(self.variant, proc_macro2::Span::call_site());
        quote!(.concurrent(#concurrency { calls: #calls, order: #order::#variant }))
    }
}
