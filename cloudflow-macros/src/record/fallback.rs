//! After a mistake: impls that say as little as possible, so that every use of the type compiles
//! and the mistake stays the only error. Other mistakes that rustc finds are found all the same.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Type};

use super::check::private_path;
use super::errors::Errors;
use super::model::{Body, Parsed};
use super::types;

/// The schema is the first mistake, or `otherwise` where there is none of ours.
pub(super) fn expand(
    input: &DeriveInput,
    parsed: &Parsed<'_>,
    errors: Errors,
    otherwise: &TokenStream,
) -> TokenStream {
    let (first, others) = if errors.is_empty() {
        (otherwise.clone(), TokenStream::new())
    } else {
        errors.into_constant()
    };
    let private = private_path(parsed);
    let ident = &input.ident;
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
    let fields = fields(input, parsed);
    quote! {
        #others

        #[automatically_derived]
        impl #generics #avro::AvroType for #ident #arguments #bounds {
            // Who looks into a schema that is a mistake stays silent.
            const SCHEMA: &'static #schema::Schema<'static> = {
                #(let _ = <#fields as #avro::AvroType>::SCHEMA;)*
                #first
            };

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

/// The types of the fields of which only rustc knows whether they are Avro types.
fn fields<'a>(input: &DeriveInput, parsed: &'a Parsed<'_>) -> Vec<&'a Type> {
    let fields = match &parsed.body {
        Body::Record(fields) if input.generics.params.is_empty() => fields.as_slice(),
        _ => &[],
    };
    let types = fields.iter().map(|field| &field.field.ty);
    types
        .filter(|ty| {
            let mut found = Errors::default();
            types::check(ty, &mut found);
            found.is_empty()
        })
        .collect()
}

fn serde(input: &DeriveInput, private: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let serde = quote!(#private::serde);
    let mut extended = input.generics.clone();
    extended.params.insert(0, syn::parse_quote!('__de));
    let (with_lifetime, _, _) = extended.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #serde::Serialize for #ident #arguments #bounds {
            fn serialize<__S: #serde::Serializer>(
                &self,
                _serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                ::core::unreachable!()
            }
        }

        #[automatically_derived]
        impl #with_lifetime #serde::Deserialize<'__de> for #ident #arguments #bounds {
            fn deserialize<__D: #serde::Deserializer<'__de>>(
                _deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::core::unreachable!()
            }
        }
    }
}
