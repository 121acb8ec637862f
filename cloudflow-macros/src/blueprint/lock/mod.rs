//! The locks in `blueprint!`: where they are, and the assertions about what they hold.

mod assertion;
mod file;

use cloudflow_model::Compatibility;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::paths::Paths;

pub(crate) use assertion::{Checked, checked};
pub(crate) use file::{Lock, read};

/// Returns the locks of a blueprint as a constant.
pub(crate) fn constant(lock: &Lock, paths: &Paths) -> TokenStream {
    let locks = paths.model(quote!(Locks));
    let folder = match lock.folder.as_ref().and_then(|folder| folder.to_str()) {
        Some(folder) => quote!(::core::option::Option::Some(#folder)),
        None => quote!(::core::option_env!("CARGO_MANIFEST_DIR")),
    };
    let (topic, mode, version) = (
        paths.model(quote!(ReleasedTopic)),
        paths.model(quote!(Compatibility)),
        paths.model(quote!(ReleasedSchema)),
    );
    let topics = lock.topics.iter().map(|entry| {
        let (name, place) = (&entry.name, &entry.place);
        let compatibility = match entry.compatibility {
            Compatibility::None => quote!(None),
            Compatibility::Backward => quote!(Backward),
            Compatibility::Forward => quote!(Forward),
            Compatibility::Full => quote!(Full),
            Compatibility::BackwardTransitive => quote!(BackwardTransitive),
            Compatibility::ForwardTransitive => quote!(ForwardTransitive),
            Compatibility::FullTransitive => quote!(FullTransitive),
        };
        let versions = entry.versions.iter().map(|(number, schema)| {
            let number = Literal::u32_unsuffixed(*number);
            quote!(#version { version: #number, schema: #schema })
        });
        quote! {
            #topic {
                name: #name,
                compatibility: #mode::#compatibility,
                place: #place,
                versions: &[#(#versions),*],
            }
        }
    });
    quote!(#locks::in_package(#folder, &[#(#topics),*]))
}

/// Returns an item that makes rustc and Cargo know of the lock, so that a change of it is seen.
pub(crate) fn watch(lock: &Lock) -> Option<TokenStream> {
    let path = lock.file.as_ref()?.to_str()?;
    Some(quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
    ))
}
