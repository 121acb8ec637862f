//! The locks in `blueprint!`: where they are.

use proc_macro2::TokenStream;
use quote::quote;

use crate::paths::Paths;

/// Returns the locks of a blueprint: files beside the Cargo.toml of the package that declares it.
pub(crate) fn locks(paths: &Paths) -> TokenStream {
    let locks = paths.model(quote!(Locks));
    quote!(#locks::in_package(::core::option_env!("CARGO_MANIFEST_DIR")))
}
