//! A struct of one array of bytes, or of one value that takes so many bytes: Avro's `fixed`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Type;

use super::errors::Errors;
use super::judgement::judgement;
use super::model::{Checked, Fixed, FixedSize, Shape, TypeSettings};
use super::types;

/// The array is one of bytes. Whether a value fits its size is for rustc to find out.
pub(super) fn check<'a>(
    ty: &'a Type,
    settings: &TypeSettings,
    errors: &mut Errors,
) -> Option<Shape<'a>> {
    if let Type::Array(array) = types::ungrouped(ty) {
        if let Some(FixedSize { setting, size: Some(_) }) = &settings.fixed {
            errors.push(
                setting,
                "the length of the array is the size already\nhelp: remove `fixed = …`",
            );
        }
        if array.elem.to_token_stream().to_string().split_whitespace().last() != Some("u8") {
            errors.push(
                ty,
                "an Avro fixed must be an array of bytes\n\
                 help: write `[u8; 16]`, or a struct with named fields for other values",
            );
            return None;
        }
        return Some(Shape::Fixed(Fixed::Bytes(&array.len)));
    }
    let size = settings.fixed.as_ref()?.size.clone()?;
    Some(Shape::Fixed(Fixed::Logical(ty, size)))
}

pub(super) fn expand(record: &Checked<'_>, fixed: &Fixed<'_>) -> TokenStream {
    let Checked { ident, name, aliases, private, .. } = record;
    let avro = quote!(#private::avro);
    let generated = quote!(#avro::generated);
    let schema = quote!(#private::model::schema);
    let size = match fixed {
        Fixed::Bytes(size) => size.to_token_stream(),
        Fixed::Logical(_, size) => size.to_token_stream(),
    };
    let definition = quote!(#schema::Fixed { name: #name, aliases: &[#(#aliases),*], size: #size });
    let (whole, encode, decode) = match fixed {
        Fixed::Bytes(_) => (
            quote!(#schema::Schema::Fixed(&#definition)),
            quote!(buffer.extend_from_slice(&self.0);),
            quote!(#generated::decode_bytes(reader).map(Self)),
        ),
        Fixed::Logical(ty, _) => {
            let value = quote!(<#ty as #avro::FixedValue>);
            (
                quote! {
                    #schema::Schema::Logical(
                        #value::LOGICAL,
                        &#schema::Schema::Fixed(&#definition),
                    )
                },
                quote!(#value::write_fixed(&self.0, #size, buffer);),
                quote!(#value::decode_fixed(#size, reader).map(Self)),
            )
        }
    };
    let check = match fixed {
        Fixed::Bytes(_) => None,
        Fixed::Logical(ty, size) => {
            let logical = quote!(<#ty as #avro::FixedValue>::LOGICAL);
            let find = quote!(#generated::fixed_problem(#logical, &#definition));
            Some(judgement(&find, size.span()))
        }
    };
    let serde = record.with_serde.then(|| serde(record, fixed));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #avro::AvroType for #ident {
            const SCHEMA: &'static #schema::Schema<'static> = &#whole;

            fn encode(&self, buffer: &mut ::std::vec::Vec<u8>) {
                #encode
            }

            fn decode(
                reader: &mut #avro::Reader<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                #decode
            }
        }

        #serde
        #check
    }
}

fn serde(record: &Checked<'_>, fixed: &Fixed<'_>) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let generated = quote!(#private::avro::generated);
    let serde = quote!(#private::serde);
    let (write, read) = match fixed {
        Fixed::Bytes(_) => (
            quote!(#generated::write_array(&self.0, serializer)),
            quote!(#generated::read_array(deserializer).map(Self)),
        ),
        Fixed::Logical(..) => (
            quote!(#serde::Serialize::serialize(&self.0, serializer)),
            quote!(#serde::Deserialize::deserialize(deserializer).map(Self)),
        ),
    };
    quote! {
        #[automatically_derived]
        impl #serde::Serialize for #ident {
            fn serialize<__S: #serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #write
            }
        }

        #[automatically_derived]
        impl<'de> #serde::Deserialize<'de> for #ident {
            fn deserialize<__D: #serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #read
            }
        }
    }
}
