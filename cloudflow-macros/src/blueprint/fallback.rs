//! What stands in for a blueprint with mistakes: the same constants, and nothing that adds to them.

use proc_macro2::TokenStream;
use quote::quote;

use super::Checked;
use super::{expand, judge};
use crate::errors::Mistakes;
use crate::paths::Paths;

/// The blueprint is the first mistake, so that whatever looks into it stays silent. The lines without
/// a mistake are checked all the same, each by itself: what rustc finds there is found in the same
/// compilation.
pub(crate) fn blueprint(checked: &Checked, mistakes: Mistakes) -> TokenStream {
    let paths = Paths::new(None);
    let (first, others) = mistakes.into_constant();
    let declaration = expand::declaration(&checked.blueprint, &first, &paths);
    let checks = judge::lines(checked, &paths);
    expand::conditional(&checked.blueprint, &declaration, &quote!(#others #checks))
}
