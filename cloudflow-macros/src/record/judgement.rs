//! What only rustc can find out about a type, and reports where it is written.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// A constant that panics at `span` with the problem that the expression `find` finds, if any.
///
/// The panic stands in the user's code, which may come from a macro of theirs. The name that it uses must
/// not: rustc would look for it among the names of that macro.
pub(super) fn judgement(find: &TokenStream, span: Span) -> TokenStream {
    let problem = Ident::new("problem", Span::mixed_site());
    let panic = quote_spanned!(span=> ::core::panic!("{}", #problem.as_str()));
    quote! {
        const _: () = if let ::core::option::Option::Some(#problem) = #find {
            #panic
        };
    }
}
