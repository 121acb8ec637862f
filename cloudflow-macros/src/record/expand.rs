//! Code: the schema as a constant, the binary codec, and serde.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::judgement::judgement;
use super::model::{Checked, CheckedField, Shape, Symbol};
use super::{fixed, released, types, union};

pub(super) fn expand(record: &Checked<'_>) -> TokenStream {
    let Checked { ident, name, private, .. } = record;
    let body = match &record.shape {
        Shape::Record(fields) => expand_record(record, fields),
        Shape::Enum { symbols, default } => expand_enum(record, symbols, default.as_deref()),
        Shape::Fixed(fixed) => fixed::expand(record, fixed),
        // A union has no name.
        Shape::Union(branches) => return union::expand(record, branches),
    };
    quote! {
        #body

        #[automatically_derived]
        impl #private::avro::generated::Named for #ident {
            const NAME: &'static str = #name;
        }
    }
}

fn expand_record(record: &Checked<'_>, fields: &[CheckedField<'_>]) -> TokenStream {
    let Checked { ident, name, doc, aliases, private, .. } = record;
    let avro = quote!(#private::avro);
    let schema = quote!(#private::model::schema);
    let whole = record.schema.map_or_else(
        || {
            let fields = fields.iter().map(|field| field_schema(field, record));
            quote! {
                &#schema::Schema::Record(&#schema::Record {
                    name: #name,
                    doc: #doc,
                    aliases: &[#(#aliases),*],
                    fields: &[#(#fields),*],
                })
            }
        },
        ToTokens::to_token_stream,
    );
    let defaults = fields.iter().filter_map(|field| check_default(field, record));
    let required = fields.iter().filter_map(|field| check_required(field, private));
    let encode = fields.iter().map(|CheckedField { ident, ty, .. }| {
        quote!(<#ty as #avro::AvroType>::encode(&self.#ident, buffer);)
    });
    let decode = fields.iter().map(|CheckedField { ident, ty, name, .. }| {
        quote!(#ident: <#ty as #avro::AvroType>::decode_field(#name, reader)?,)
    });
    let resolve = fields.iter().map(|CheckedField { ident, ty, name, .. }| {
        quote!(#ident: <#ty as #avro::AvroType>::decode_next(#name, fields)?,)
    });
    // An empty record reads and writes nothing, so its parameters are not used.
    let (buffer, reader, values) = if fields.is_empty() {
        (quote!(_buffer), quote!(_reader), quote!(_fields))
    } else {
        (quote!(buffer), quote!(reader), quote!(fields))
    };
    let serde = record.with_serde.then(|| record_serde(record, fields));
    let names = check_names(record);
    let released = released::places(record, fields);
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #avro::AvroType for #ident {
            const SCHEMA: &'static #schema::Schema<'static> = #whole;

            fn encode(&self, #buffer: &mut ::std::vec::Vec<u8>) {
                #(#encode)*
            }

            fn decode(
                reader: &mut #avro::Reader<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                reader.record(|#reader| ::core::result::Result::Ok(Self { #(#decode)* }))
            }

            fn decode_changed(
                reader: &mut #avro::Reader<'_>,
                plan: #avro::generated::Plan<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                plan.record(reader, |#values| ::core::result::Result::Ok(Self { #(#resolve)* }))
            }
        }

        #[automatically_derived]
        impl #avro::AvroRecord for #ident {}

        #released

        #serde

        #(#defaults)*
        #(#required)*

        #names
    }
}

fn field_schema(field: &CheckedField<'_>, record: &Checked<'_>) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let CheckedField { name, doc, aliases, .. } = field;
    let schema = quote!(#private::model::schema);
    let ty = match record.schema {
        Some(_) => field.ty.to_token_stream(),
        None => types::in_schema(field.ty, ident, private),
    };
    let ty = quote!(<#ty as #private::avro::AvroType>::SCHEMA);
    let default = match &field.default {
        Some(default) => {
            let json = json(&default.value, &schema);
            quote!(::core::option::Option::Some(#json))
        }
        None if field.required.is_some() => quote!(::core::option::Option::None),
        None => quote!(#ty.implied_default()),
    };
    quote! {
        #schema::Field {
            name: #name,
            doc: #doc,
            aliases: &[#(#aliases),*],
            schema: #ty,
            default: #default,
        }
    }
}

/// Asks rustc whether the default is a value of the field's type; it reports at the default.
fn check_default(field: &CheckedField<'_>, record: &Checked<'_>) -> Option<TokenStream> {
    let span = field.default.as_ref()?.span;
    let schema = field_schema(field, record);
    let Checked { ident, private, .. } = record;
    let whole = quote!(<#ident as #private::avro::AvroType>::SCHEMA);
    Some(judgement(&quote!((#schema).default_problem(#whole)), span))
}

/// Asks rustc whether the field is one that could have a default; it reports at `required`.
fn check_required(field: &CheckedField<'_>, private: &TokenStream) -> Option<TokenStream> {
    let CheckedField { name, ty, required, .. } = field;
    let schema = quote!(<#ty as #private::avro::AvroType>::SCHEMA);
    Some(judgement(&quote!(#schema.required_problem(#name)), (*required)?))
}

/// Asks rustc whether the names in the schema are those of one type each; only it knows the types
/// of the fields. It reports at the type's name.
fn check_names(record: &Checked<'_>) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let find = quote!(<#ident as #private::avro::AvroType>::SCHEMA.name_problem());
    judgement(&find, ident.span())
}

/// Returns the JSON as a constant of the model, whose schemas are at the path `schema`.
pub(crate) fn json(value: &serde_json::Value, schema: &TokenStream) -> TokenStream {
    match value {
        serde_json::Value::Null => quote!(#schema::Json::Null),
        serde_json::Value::Bool(value) => quote!(#schema::Json::Boolean(#value)),
        serde_json::Value::Number(number) => {
            if let Some(integer) = number.as_i64() {
                quote!(#schema::Json::Integer(#integer))
            } else {
                let float = number.as_f64().unwrap_or_default();
                quote!(#schema::Json::Float(#float))
            }
        }
        serde_json::Value::String(text) => quote!(#schema::Json::String(#text)),
        serde_json::Value::Array(values) => {
            let values = values.iter().map(|value| json(value, schema));
            quote!(#schema::Json::Array(&[#(#values),*]))
        }
        serde_json::Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let value = json(value, schema);
                quote!((#name, #value))
            });
            quote!(#schema::Json::Object(&[#(#entries),*]))
        }
    }
}

fn record_serde(record: &Checked<'_>, fields: &[CheckedField<'_>]) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let avro = quote!(#private::avro);
    let serde = quote!(#private::serde);
    let rust_name = ident.to_string();
    let count = Literal::usize_unsuffixed(fields.len());
    let mutable = (!fields.is_empty()).then(|| quote!(mut));
    let write = fields.iter().map(|CheckedField { ident, ty, name, .. }| {
        quote!(<#ty as #avro::AvroType>::write_field(&self.#ident, #name, &mut record)?;)
    });
    let names = fields.iter().map(|field| &field.name);
    let slots: Vec<_> = (0..fields.len()).map(|index| format_ident!("field_{index}")).collect();
    let declare = fields.iter().zip(&slots).map(|(CheckedField { ty, .. }, slot)| {
        quote!(let mut #slot: ::core::option::Option<#ty> = ::core::option::Option::None;)
    });
    let read = fields.iter().zip(&slots).enumerate().map(|(index, (field, slot))| {
        let CheckedField { ty, name, .. } = field;
        let index = Literal::usize_unsuffixed(index);
        quote! {
            ::core::option::Option::Some(#index) => {
                <#ty as #avro::AvroType>::read_field(&mut #slot, #name, fields)?;
            }
        }
    });
    let finish = fields.iter().zip(&slots).map(|(CheckedField { ident, ty, name, .. }, slot)| {
        quote!(#ident: <#ty as #avro::AvroType>::finish_field(#slot, #name, fields)?,)
    });
    quote! {
        #[automatically_derived]
        impl #serde::Serialize for #ident {
            fn serialize<__S: #serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                let #mutable record =
                    #serde::Serializer::serialize_struct(serializer, #rust_name, #count)?;
                #(#write)*
                #serde::ser::SerializeStruct::end(record)
            }
        }

        #[automatically_derived]
        impl<'de> #serde::Deserialize<'de> for #ident {
            fn deserialize<__D: #serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #avro::generated::read_record(deserializer)
            }
        }

        #[automatically_derived]
        impl #avro::generated::ReadFields for #ident {
            const NAMES: &'static [&'static str] = &[#(#names),*];

            fn read_fields<'de, __A: #serde::de::MapAccess<'de>>(
                fields: &mut #avro::generated::Fields<__A>,
            ) -> ::core::result::Result<Self, __A::Error> {
                #(#declare)*
                loop {
                    match fields.next_index()? {
                        #(#read)*
                        _ => break,
                    }
                }
                ::core::result::Result::Ok(Self { #(#finish)* })
            }
        }
    }
}

fn expand_enum(record: &Checked<'_>, symbols: &[Symbol<'_>], default: Option<&str>) -> TokenStream {
    let Checked { ident, name, doc, aliases, private, .. } = record;
    let avro = quote!(#private::avro);
    let schema = quote!(#private::model::schema);
    let names: Vec<_> = symbols.iter().map(|symbol| &symbol.name).collect();
    let default = default.map_or_else(
        || quote!(::core::option::Option::None),
        |symbol| quote!(::core::option::Option::Some(#symbol)),
    );
    let count = Literal::usize_unsuffixed(symbols.len());
    let encode = symbols.iter().enumerate().map(|(index, Symbol { ident, .. })| {
        let index = Literal::usize_unsuffixed(index);
        quote!(Self::#ident => #index,)
    });
    let decode = from_index(symbols);
    let serde = record.with_serde.then(|| enum_serde(record, symbols));
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #avro::AvroType for #ident {
            const SCHEMA: &'static #schema::Schema<'static> =
                &#schema::Schema::Enum(&#schema::Enumeration {
                    name: #name,
                    doc: #doc,
                    aliases: &[#(#aliases),*],
                    symbols: &[#(#names),*],
                    default: #default,
                });

            fn encode(&self, buffer: &mut ::std::vec::Vec<u8>) {
                #avro::write_long(match self { #(#encode)* }, buffer);
            }

            fn decode(
                reader: &mut #avro::Reader<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                let index = reader.index(#count)?;
                ::core::result::Result::Ok(#decode)
            }

            fn decode_changed(
                reader: &mut #avro::Reader<'_>,
                plan: #avro::generated::Plan<'_>,
            ) -> ::core::result::Result<Self, #avro::DecodeError> {
                let index = plan.symbol(reader)?;
                ::core::result::Result::Ok(#decode)
            }
        }

        #serde
    }
}

/// The variant with the number `index`, which is in range.
fn from_index(symbols: &[Symbol<'_>]) -> TokenStream {
    let Some((last, others)) = symbols.split_last() else { return TokenStream::new() };
    let others = others.iter().enumerate().map(|(index, Symbol { ident, .. })| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => Self::#ident,)
    });
    let last = last.ident;
    quote!(match index { #(#others)* _ => Self::#last })
}

fn enum_serde(record: &Checked<'_>, symbols: &[Symbol<'_>]) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let serde = quote!(#private::serde);
    let write = symbols.iter().map(|Symbol { ident, name }| quote!(Self::#ident => #name,));
    let names = symbols.iter().map(|symbol| &symbol.name);
    let read = from_index(symbols);
    quote! {
        #[automatically_derived]
        impl #serde::Serialize for #ident {
            fn serialize<__S: #serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #serde::Serializer::serialize_str(serializer, match self { #(#write)* })
            }
        }

        #[automatically_derived]
        impl<'de> #serde::Deserialize<'de> for #ident {
            fn deserialize<__D: #serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                let index =
                    #private::avro::generated::read_symbol(&[#(#names),*], deserializer)?;
                ::core::result::Result::Ok(#read)
            }
        }
    }
}
