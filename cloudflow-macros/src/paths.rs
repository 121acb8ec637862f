//! Where generated code finds the runtime.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Path;

/// The path of the items that generated code may use.
pub(crate) struct Paths {
    runtime: TokenStream,
}

impl Paths {
    /// The runtime under its own name, or under the path of a `crate = path` argument.
    pub(crate) fn new(runtime: Option<&Path>) -> Self {
        let runtime = match runtime {
            Some(path) => path.to_token_stream(),
            None => quote!(::cloudflow_runtime),
        };
        Self { runtime }
    }

    /// Returns the path of `item`, which the runtime keeps for generated code.
    pub(crate) fn private(&self, item: impl ToTokens) -> TokenStream {
        let runtime = &self.runtime;
        quote!(#runtime::__private::#item)
    }

    /// Returns the path of `item` in the model.
    pub(crate) fn model(&self, item: impl ToTokens) -> TokenStream {
        let runtime = &self.runtime;
        quote!(#runtime::__private::model::#item)
    }
}

/// Returns the tokens as if they stood at `span`.
pub(crate) fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let set = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.into_iter().map(set).collect()
}

/// Returns where the tokens start and end.
pub(crate) fn ends(tokens: &TokenStream) -> (Span, Span) {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}
