//! All mistakes of one type, so that one `cargo check` shows them all.

use proc_macro2::TokenStream;
use quote::ToTokens;

#[derive(Default)]
pub(super) struct Errors(Option<syn::Error>);

impl Errors {
    pub(super) fn push(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(super) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Returns whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the first mistake as an expression and the others as items; see
    /// [`Mistakes`](crate::errors::Mistakes).
    pub(super) fn into_constant(self) -> (TokenStream, TokenStream) {
        let found = self.0.into_iter().flatten();
        let mut errors = found.map(|error| error.to_compile_error());
        (errors.next().unwrap_or_default(), errors.collect())
    }
}
