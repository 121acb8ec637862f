//! After a mistake: impls that say as little as possible, so that every use of the type compiles
//! and the mistake stays the only error.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::check::private_path;
use super::model::Parsed;

pub(super) fn expand(
    input: &DeriveInput,
    parsed: &Parsed<'_>,
    errors: Option<&TokenStream>,
) -> TokenStream {
    let private = private_path(parsed);
    let ident = &input.ident;
    let name = ident.to_string();
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let schema = quote!(#private::model::schema);
    let avro = quote!(#private::avro);
    // A generic type may borrow; a record cannot, and asking for it would be an error of its own.
    let record = input.generics.params.is_empty().then(|| {
        quote! {
            #[automatically_derived]
            impl #avro::AvroRecord for #ident {}
        }
    });
    let serde = (!parsed.settings.without_serde).then(|| serde(input, &private));
    quote! {
        #errors

        #[automatically_derived]
        impl #generics #avro::AvroType for #ident #arguments #bounds {
            const SCHEMA: &'static #schema::Schema<'static> =
                &#schema::Schema::Record(&#schema::Record {
                    name: #name,
                    doc: "",
                    aliases: &[],
                    fields: &[],
                });

            fn encode(&self, _buffer: &mut ::std::vec::Vec<u8>) {}

            fn decode(
                _reader: &mut #avro::Reader<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                ::core::unreachable!()
            }
        }

        #record
        #serde
    }
}

fn serde(input: &DeriveInput, private: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let serde = quote!(#private::serde);
    let mut extended = input.generics.clone();
    extended.params.insert(0, syn::parse_quote!('de));
    let (with_lifetime, _, _) = extended.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #serde::Serialize for #ident #arguments #bounds {
            fn serialize<Serializer: #serde::Serializer>(
                &self,
                _serializer: Serializer,
            ) -> ::core::result::Result<Serializer::Ok, Serializer::Error> {
                ::core::unreachable!()
            }
        }

        #[automatically_derived]
        impl #with_lifetime #serde::Deserialize<'de> for #ident #arguments #bounds {
            fn deserialize<Deserializer: #serde::Deserializer<'de>>(
                _deserializer: Deserializer,
            ) -> ::core::result::Result<Self, Deserializer::Error> {
                ::core::unreachable!()
            }
        }
    }
}
