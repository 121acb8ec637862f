//! What stands in for a blueprint with mistakes: the same constants, and nothing that adds to them.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand;
use super::model::Blueprint;
use crate::errors::Mistakes;
use crate::paths::Paths;

/// The blueprint is the first mistake, so that whatever looks into it stays silent. Its streamlets
/// are named all the same: a type that is none is found in the same compilation.
pub(crate) fn blueprint(blueprint: &Blueprint, mistakes: Mistakes) -> TokenStream {
    let (first, others) = mistakes.into_constant();
    let declaration = expand::declaration(blueprint, &first, &Paths::new(None));
    quote!(#declaration #others)
}
