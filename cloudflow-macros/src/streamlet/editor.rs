//! What an editor knows of a streamlet: ports and configuration keys as fields, each on the token
//! that declares it. `blueprint!` mentions them in its own part for editors.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::expand::kept;
use super::model::{Port, Streamlet};
use crate::{editor, text};

pub(crate) fn described(streamlet: &Streamlet) -> TokenStream {
    let Streamlet { function, name, paths, .. } = streamlet;
    let [described, inlet, outlet] = [
        paths.private(quote!(Described)),
        paths.private(quote!(Inlet)),
        paths.private(quote!(Outlet)),
    ];
    let inlets = streamlet.inlets().filter_map(|port| {
        let data = &port.data;
        field("Inlet", port, &quote!(#inlet<#data>))
    });
    let outlets = streamlet.outlets().into_iter().filter_map(|port| {
        let mut record = port.data.to_token_stream();
        if streamlet.returns_alias() {
            let records = paths.private(quote!(HasRecords));
            record = quote!(<#record as #records>::Item);
        }
        field("Outlet", port, &quote!(#outlet<#record>))
    });
    let keys = streamlet.config().filter_map(|config| {
        let key = editor::ident(&config.key, text::span(&config.tokens))?;
        let (description, ty) = (&config.description, &config.ty);
        Some(quote!(#[doc = #description] pub #key: #ty))
    });
    let settings = paths.private(quote!(InstanceSettings));
    let conditions = kept(&function.attrs, &["cfg"]);
    let (generics, arguments, bounds) = function.sig.generics.split_for_impl();
    editor::only_there(
        paths,
        &conditions,
        &quote! {
            pub struct Ports #generics #bounds { #(#inlets,)* #(#outlets,)* }

            pub struct Settings #generics #bounds { #(#keys,)* }

            impl #generics ::core::ops::Deref for Settings #arguments #bounds {
                type Target = #settings;
                fn deref(&self) -> &#settings { loop {} }
            }

            impl #generics #described for #name #arguments #bounds {
                type Ports = Ports #arguments;
                type Settings = Settings #arguments;
            }
        },
    )
}

fn field(kind: &str, port: &Port, ty: &TokenStream) -> Option<TokenStream> {
    let name = editor::ident(&port.name, text::span(&port.tokens))?;
    let description = format!("{kind} `{}`.", port.name);
    Some(quote!(#[doc = #description] pub #name: #ty))
}
