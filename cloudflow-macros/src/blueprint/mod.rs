//! `blueprint!`: from tokens to a const value and the assertions about it.

use proc_macro2::TokenStream;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    input
}
