//! What stands in for a streamlet that could not be read: the mistakes, and nothing that adds to them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, GenericParam, Generics, ItemFn, PathArguments, Type, parse_quote};

use super::expand;
use super::model::Streamlet;
use crate::errors::Mistakes;

/// Emits the function as it is, and a type for blueprints that use the streamlet.
///
/// What `is_read` as a whole is declared, although it breaks a rule: its ports are known. Otherwise the
/// descriptor is the first mistake, so that blueprints stay silent about what it lacks. Whether the
/// ports have records is found out all the same.
pub(crate) fn streamlet(streamlet: &Streamlet, is_read: bool, mistakes: Mistakes) -> TokenStream {
    let Streamlet { name, paths, .. } = streamlet;
    let mut function = streamlet.function.clone();
    complete_ports(&mut function);
    let declaration = expand::declaration(&function, name);
    let (constants, others) = if is_read {
        (expand::constants(streamlet), mistakes.into_items())
    } else {
        let (first, others) = mistakes.into_constant();
        // A type parameter without its bound is reported, and rustc would do so once more.
        let is_generic = !function.sig.generics.params.is_empty();
        let schemas = if is_generic { Vec::new() } else { expand::schemas(streamlet) };
        let outline = expand::outline_path(paths);
        let descriptor = quote!({
            #(let _ = #schemas;)*
            #outline
        });
        ((first, descriptor), others)
    };
    let body = quote!(::std::boxed::Box::pin(::core::future::pending()));
    let context = quote!(_context);
    let mut owned = function.clone();
    // A type without lifetimes stands for the streamlet.
    owned.sig.generics = without_lifetimes(&function.sig.generics);
    let implementation = expand::implementation(&owned, name, paths, &constants, &context, &body);
    quote! {
        #function
        #declaration
        #implementation
        #others
    }
}

fn without_lifetimes(generics: &Generics) -> Generics {
    let types = generics.params.iter().filter(|one| !matches!(one, GenericParam::Lifetime(_)));
    Generics { params: types.cloned().collect(), ..generics.clone() }
}

fn has_one_argument(arguments: &PathArguments) -> bool {
    matches!(arguments, PathArguments::AngleBracketed(arguments) if arguments.args.len() == 1)
}

/// Gives ports without a record type some type: that it is missing is reported, and rustc would do so
/// once more.
fn complete_ports(function: &mut ItemFn) {
    for input in &mut function.sig.inputs {
        if let FnArg::Typed(input) = input
            && let Type::Path(path) = &mut *input.ty
            && let Some(last) = path.path.segments.last_mut()
            && (last.ident == "Inlet" || last.ident == "Outlet")
            && !has_one_argument(&last.arguments)
        {
            last.arguments = PathArguments::AngleBracketed(parse_quote!(<()>));
        }
    }
}
