//! An enum with a value in each variant: Avro's `union`.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{DeriveInput, Fields};

use super::errors::Errors;
use super::judgement::judgement;
use super::model::{Branch, Checked, ParsedVariant, Shape};
use super::types;

/// A union has branches of one value each, `null` at most once, and no name. That the types differ is
/// for rustc to find out.
pub(super) fn check<'a>(
    input: &DeriveInput,
    variants: &[ParsedVariant<'a>],
    errors: &mut Errors,
) -> Shape<'a> {
    if variants.is_empty() {
        let name = &input.ident;
        errors.push(
            name,
            format!("an Avro union must have at least one branch\nhelp: add a variant to `{name}`"),
        );
    }
    let mut branches: Vec<Branch<'a>> = Vec::new();
    let mut null = None;
    for parsed in variants {
        check_variant_settings(parsed, errors);
        let ident = &parsed.variant.ident;
        let ty = match &parsed.variant.fields {
            Fields::Unit => {
                match null {
                    Some(first) => errors.push(
                        ident,
                        format!(
                            "`{first}` and `{ident}` are both `null` in Avro\n\
                             help: remove one of them, or give it a value"
                        ),
                    ),
                    None => null = Some(ident),
                }
                None
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                let ty = fields.unnamed.first().map(|field| &field.ty);
                if let Some(ty) = ty {
                    types::check(ty, errors);
                    if types::mentions(ty, &input.ident) {
                        errors.push(
                            ty,
                            "a union cannot hold itself: it has no name that it could use\n\
                             help: put the union into a record, and hold the record here",
                        );
                    }
                }
                ty
            }
            fields => {
                errors.push(
                    fields,
                    format!(
                        "a branch of a union must hold one value\n\
                         help: make the fields of `{ident}` a struct with \
                         `#[derive(AvroRecord)]`, and write `{ident}({ident})`"
                    ),
                );
                None
            }
        };
        branches.push(Branch { ident, ty });
    }
    Shape::Union(branches)
}

fn check_variant_settings(parsed: &ParsedVariant<'_>, errors: &mut Errors) {
    if parsed.rename.is_some() || parsed.is_default {
        errors.push(
            &parsed.variant.ident,
            format!(
                "the branch `{}` has no name in Avro but that of its type\n\
                 help: remove `#[avro(…)]`",
                parsed.variant.ident
            ),
        );
    }
}

pub(super) fn expand(record: &Checked<'_>, branches: &[Branch<'_>]) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let avro = quote!(#private::avro);
    let schema = quote!(#private::model::schema);
    let whole = record.schema.map_or_else(
        || {
            let branches = branches.iter().map(|branch| {
                branch.ty.map_or_else(
                    || quote!(&#schema::Schema::Null),
                    |ty| quote!(<#ty as #avro::AvroType>::SCHEMA),
                )
            });
            quote!(&#schema::Schema::Union(&[#(#branches),*]))
        },
        ToTokens::to_token_stream,
    );
    let count = Literal::usize_unsuffixed(branches.len());
    let encode = branches.iter().enumerate().map(|(index, branch)| {
        let (ident, index) = (branch.ident, Literal::usize_unsuffixed(index));
        branch.ty.map_or_else(
            || quote!(Self::#ident => #avro::write_long(#index, buffer),),
            |ty| {
                quote! {
                    Self::#ident(value) => {
                        #avro::write_long(#index, buffer);
                        <#ty as #avro::AvroType>::encode(value, buffer);
                    }
                }
            },
        )
    });
    let decode = by_index(branches, |ident, ty| {
        ty.map_or_else(
            || quote!(::core::result::Result::Ok(Self::#ident)),
            |ty| quote!(<#ty as #avro::AvroType>::decode(reader).map(Self::#ident)),
        )
    });
    let resolve = by_index(branches, |ident, ty| {
        ty.map_or_else(
            || quote!(::core::result::Result::Ok(Self::#ident)),
            |ty| {
                let decode = quote!(<#ty as #avro::AvroType>::decode_resolved);
                quote!(#decode(reader, plan).map(Self::#ident))
            },
        )
    });
    let serde = record.with_serde.then(|| serde(record, branches));
    let whole_schema = quote!(<#ident as #avro::AvroType>::SCHEMA);
    let judgement =
        judgement(&quote!(#avro::generated::union_problem(#whole_schema)), ident.span());
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #avro::AvroType for #ident {
            const SCHEMA: &'static #schema::Schema<'static> = #whole;

            fn encode(&self, buffer: &mut ::std::vec::Vec<u8>) {
                match self { #(#encode)* }
            }

            fn decode(
                reader: &mut #avro::Reader<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                let index = reader.index(#count)?;
                #decode
            }

            fn decode_changed(
                reader: &mut #avro::Reader<'_>,
                plan: #avro::generated::Plan<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                let ::core::option::Option::Some((index, plan)) = plan.branch() else {
                    return ::core::result::Result::Err(reader.fault(#avro::Fault::Unresolved));
                };
                #resolve
            }
        }

        #serde

        #judgement
    }
}

/// Chooses by `index`, which is in range.
fn by_index(
    branches: &[Branch<'_>],
    arm: impl Fn(&syn::Ident, Option<&syn::Type>) -> TokenStream,
) -> TokenStream {
    let Some((last, others)) = branches.split_last() else { return TokenStream::new() };
    let others = others.iter().enumerate().map(|(index, branch)| {
        let (index, body) = (Literal::usize_unsuffixed(index), arm(branch.ident, branch.ty));
        quote!(#index => #body,)
    });
    let last = arm(last.ident, last.ty);
    quote!(match index { #(#others)* _ => #last })
}

fn serde(record: &Checked<'_>, branches: &[Branch<'_>]) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let generated = quote!(#private::avro::generated);
    let serde = quote!(#private::serde);
    let write = branches.iter().enumerate().map(|(index, branch)| {
        let (ident, index) = (branch.ident, Literal::usize_unsuffixed(index));
        if branch.ty.is_some() {
            quote! {
                Self::#ident(value) => {
                    #generated::write_branch::<Self, __S>(#index, value, serializer)
                }
            }
        } else {
            quote!(Self::#ident => #serde::Serializer::serialize_unit(serializer),)
        }
    });
    let null = branches.iter().find(|branch| branch.ty.is_none()).map_or_else(
        || quote!(::core::option::Option::None),
        |branch| {
            let ident = branch.ident;
            quote!(::core::option::Option::Some(Self::#ident))
        },
    );
    let read = by_index(branches, |ident, ty| {
        if ty.is_some() {
            quote!(#serde::de::MapAccess::next_value(map).map(Self::#ident))
        } else {
            quote!(#serde::de::MapAccess::next_value::<()>(map).map(|()| Self::#ident))
        }
    });
    quote! {
        #[automatically_derived]
        impl #serde::Serialize for #ident {
            fn serialize<__S: #serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self { #(#write)* }
            }
        }

        #[automatically_derived]
        impl<'de> #serde::Deserialize<'de> for #ident {
            fn deserialize<__D: #serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #generated::read_union(deserializer)
            }
        }

        #[automatically_derived]
        impl #generated::ReadBranches for #ident {
            fn null() -> ::core::option::Option<Self> {
                #null
            }

            fn read_branch<'de, __A: #serde::de::MapAccess<'de>>(
                index: usize,
                map: &mut __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                #read
            }
        }
    }
}
