//! Where generated code finds the runtime.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
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

/// A call that underlines `tokens`: its function stands on the first of them and its arguments on the
/// last, so that the whole is their range, on a stable compiler as well.
///
/// Both are only parentheses at these places. A name would be what an editor finds behind the tokens.
pub(crate) fn call(
    function: TokenStream,
    tokens: &TokenStream,
    arguments: TokenStream,
) -> TokenStream {
    let (first, last) = ends(tokens);
    let parenthesised = |tokens, span| {
        let mut group = Group::new(Delimiter::Parenthesis, tokens);
        group.set_span(span);
        group
    };
    let (function, arguments) = (parenthesised(function, first), parenthesised(arguments, last));
    quote!(#function #arguments)
}
