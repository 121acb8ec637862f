//! A type that is no Rust: rustc has reported that, so nothing more is said, also not where it is used.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, DeriveInput, Ident, Token, Visibility, parse_quote};

use super::check::private_path;
use super::errors::Errors;
use super::model::{Body, Parsed};
use super::{fallback, name, parse};

/// Returns what a mistake leaves of a type, as far as `tokens` tell its name.
pub(super) fn expand(tokens: TokenStream) -> TokenStream {
    let Ok(input) = outline.parse2(tokens) else { return TokenStream::new() };
    let mut errors = Errors::default();
    let settings = parse::parse_type(&input.attrs, &mut errors);
    let name = name::type_name(&input.ident, &settings, &mut errors);
    let parsed = Parsed { settings, body: Body::Other };
    let private = private_path(&parsed);
    let schema = quote!(#private::model::schema);
    let empty = quote! {
        &#schema::Schema::Record(&#schema::Record {
            name: #name,
            doc: "",
            aliases: &[],
            fields: &[],
        })
    };
    fallback::expand(&input, &parsed, errors, &empty)
}

/// Reads what stands before the body.
fn outline(input: ParseStream<'_>) -> syn::Result<DeriveInput> {
    let attrs = input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    if input.peek(Token![enum]) {
        input.parse::<Token![enum]>()?;
    } else {
        input.parse::<Token![struct]>()?;
    }
    let ident: Ident = input.parse()?;
    let generics = input.parse()?;
    input.parse::<TokenStream>()?;
    Ok(DeriveInput { attrs, generics, ..parse_quote!(struct #ident {}) })
}
