//! What stands in for a streamlet that could not be read: the mistakes, and nothing that adds to them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, Ident, ItemFn, PathArguments, Type, parse_quote};

use super::{expand, parse};
use crate::errors::Mistakes;
use crate::paths::Paths;

/// Emits the function as it is, and a type whose descriptor is the first mistake: blueprints that
/// use the streamlet compile as far as they can, and stay silent about what it lacks.
pub(crate) fn streamlet(
    function: &ItemFn,
    name: Option<&Ident>,
    paths: &Paths,
    mistakes: Mistakes,
) -> TokenStream {
    // A method cannot stand beside a type, and rustc would refuse its `self` once more elsewhere.
    if function.sig.inputs.iter().any(|input| matches!(input, FnArg::Receiver(_))) {
        return mistakes.into_items();
    }
    let mut function = parse::stripped(function);
    complete_ports(&mut function);
    let name = name.unwrap_or(&function.sig.ident);
    let declaration = expand::declaration(&function, name);
    let (first, others) = mistakes.into_constant();
    let body = quote!(::std::boxed::Box::pin(::core::future::pending()));
    let implementation =
        expand::implementation(&function, name, paths, &first, &quote!(_context), &body);
    quote! {
        #function
        #declaration
        #implementation
        #others
    }
}

/// Gives ports without a record type some type: that it is missing is reported, and rustc would do so
/// once more.
fn complete_ports(function: &mut ItemFn) {
    for input in &mut function.sig.inputs {
        if let FnArg::Typed(input) = input
            && let Type::Path(path) = &mut *input.ty
            && let Some(last) = path.path.segments.last_mut()
            && (last.ident == "Inlet" || last.ident == "Outlet")
            && last.arguments.is_none()
        {
            last.arguments = PathArguments::AngleBracketed(parse_quote!(<()>));
        }
    }
}
