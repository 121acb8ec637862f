//! Where generated code finds the runtime.

use proc_macro2::TokenStream;
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
