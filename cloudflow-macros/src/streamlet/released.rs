//! The expansion for topics with released schemas: the record of each outlet, to be asked by `blueprint!`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{Type, parse_quote};

use super::expand::kept;
use super::model::{Port, Streamlet};
use crate::paths::{ends, respanned};

/// Asks the record of each outlet whether it is as released. Its type need not be one that can be asked,
/// so that is a bound. What rustc notes on the way stands on the type.
pub(super) fn asked(streamlet: &Streamlet) -> TokenStream {
    let Streamlet { function, name, paths, .. } = streamlet;
    let attributes = kept(&function.attrs, &["cfg"]);
    let [writes, writes_parameter, topic, written] = [
        paths.private(quote!(Writes)),
        paths.private(quote!(WritesParameter)),
        paths.private(quote!(ReleasedTopic)),
        paths.private(quote!(WrittenTo)),
    ];
    let (own_generics, arguments, own_bounds) = function.sig.generics.split_for_impl();
    let parameters: Vec<_> = function.sig.generics.type_params().map(|own| &own.ident).collect();
    let outlets = streamlet.outlets().into_iter().enumerate();
    outlets
        .map(|(index, Port { record, .. })| {
            let index = Literal::usize_unsuffixed(index);
            if let Type::Path(path) = record
                && parameters.iter().any(|parameter| path.path.is_ident(*parameter))
                && !streamlet.returns_alias()
            {
                return quote! {
                    #(#attributes)*
                    #[automatically_derived]
                    impl #own_generics #writes_parameter<#index> for #name #arguments #own_bounds {
                        type Record = #record;
                    }
                };
            }
            let (first, last) = ends(&record.to_token_stream());
            let mut generics = function.sig.generics.clone();
            generics.params.push(parse_quote!(__Topic: #topic));
            let bounds = &mut generics.make_where_clause().predicates;
            let record = if streamlet.returns_alias() {
                let records = paths.private(quote!(HasRecordsFor));
                bounds.push(parse_quote!(#record: #records<__Topic, Item: #written<__Topic>>));
                quote!(<#record as #records<__Topic>>::Item)
            } else {
                bounds.push(parse_quote!(#record: #written<__Topic>));
                record.to_token_stream()
            };
            let (generics, _, bounds) = generics.split_for_impl();
            let asked = respanned(quote!(<#record as #written<__Topic>>::), first);
            let end = Ident::new("AS_RELEASED", last);
            quote! {
                #(#attributes)*
                #[automatically_derived]
                impl #generics #writes<__Topic, #index> for #name #arguments #bounds {
                    const AS_RELEASED: () = #asked #end;
                }
            }
        })
        .collect()
}
