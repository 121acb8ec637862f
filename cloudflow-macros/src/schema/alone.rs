//! A schema as one constant that stands alone: it refers to no type of Rust.

use cloudflow_model::schema::LogicalType;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::model::{Definition, Field, Kind, Primitive, Type};
use super::resolve::{self, Schemas};
use super::source::{Mistake, Mistakes, Source};
use super::{default, json, parse};
use crate::paths::Paths;
use crate::record;

/// Returns the outermost definition of a text as an expression of the type `Schema`, or the first
/// mistake in the text.
pub(crate) fn constant(source: &Source, paths: &Paths) -> Result<TokenStream, Mistake> {
    let mut mistakes = Mistakes::default();
    let value = json::parse(source, 0, &mut mistakes);
    let mut definitions = Vec::new();
    if let Some(value) = &value {
        parse::parse(value, 0, &mut definitions, &mut mistakes);
    }
    // What a definition contains is noted before it.
    let outermost = definitions.last().map(|definition| definition.name.clone());
    let mut schemas = resolve::resolve(definitions, std::slice::from_ref(source), &mut mistakes);
    default::check(&mut schemas, &mut mistakes);
    if let Some(mistake) = mistakes.into_sorted().into_iter().next() {
        return Err(mistake);
    }
    let schema = paths.model(quote!(schema));
    let mut writer = Writer { schemas: &schemas, schema, defined: Vec::new() };
    Ok(writer.named(&outermost.unwrap_or_default()))
}

struct Writer<'s, 'a> {
    schemas: &'s Schemas<'a>,
    /// The path of the model's module.
    schema: TokenStream,
    /// What is written out already, so that a name is enough.
    defined: Vec<String>,
}

impl Writer<'_, '_> {
    fn ty(&mut self, ty: &Type) -> TokenStream {
        let schema = self.schema.clone();
        match ty {
            Type::Primitive(primitive) => self.primitive(*primitive),
            Type::Logical(logical, primitive) => {
                let inner = self.primitive(*primitive);
                self.logical(*logical, &inner)
            }
            Type::Array(items) => {
                let items = self.ty(items);
                quote!(#schema::Schema::Array(&#items))
            }
            Type::Map(values) => {
                let values = self.ty(values);
                quote!(#schema::Schema::Map(&#values))
            }
            Type::Union(branches) => {
                let branches: Vec<_> = branches.iter().map(|branch| self.ty(&branch.ty)).collect();
                quote!(#schema::Schema::Union(&[#(&#branches),*]))
            }
            Type::Named(reference) => self.named(&reference.name),
            // Where a type is not known there is a mistake, and no constant.
            Type::Unknown => quote!(#schema::Schema::Null),
        }
    }

    fn named(&mut self, name: &str) -> TokenStream {
        let schema = self.schema.clone();
        let schemas = self.schemas;
        let Some(definition) = schemas.get(name) else {
            return quote!(#schema::Schema::Reference(#name));
        };
        if self.defined.iter().any(|known| known == name) {
            return quote!(#schema::Schema::Reference(#name));
        }
        self.defined.push(name.to_owned());
        let (doc, aliases) = (&definition.doc, aliases(definition));
        match &definition.kind {
            Kind::Record(fields) => {
                let fields: Vec<_> = fields.iter().map(|field| self.field(field)).collect();
                quote! {
                    #schema::Schema::Record(&#schema::Record {
                        name: #name, doc: #doc, aliases: #aliases, fields: &[#(#fields),*],
                    })
                }
            }
            Kind::Enum { symbols, default } => {
                let default = option(default.as_ref().map(|symbol| quote!(#symbol)));
                quote! {
                    #schema::Schema::Enum(&#schema::Enumeration {
                        name: #name, doc: #doc, aliases: #aliases, symbols: &[#(#symbols),*],
                        default: #default,
                    })
                }
            }
            Kind::Fixed { size, logical } => {
                let size = Literal::usize_unsuffixed(*size);
                let fixed = quote! {
                    #schema::Schema::Fixed(&#schema::Fixed {
                        name: #name, aliases: #aliases, size: #size,
                    })
                };
                logical.map_or(fixed.clone(), |logical| self.logical(logical, &fixed))
            }
        }
    }

    fn field(&mut self, field: &Field<'_>) -> TokenStream {
        let schema = self.schema.clone();
        let ty = self.ty(&field.ty);
        let Field { name, doc, aliases, default, .. } = field;
        let default = option(default.as_ref().map(|default| record::json(&default.json, &schema)));
        quote! {
            #schema::Field {
                name: #name, doc: #doc, aliases: &[#(#aliases),*], schema: &#ty, default: #default,
            }
        }
    }

    fn primitive(&self, primitive: Primitive) -> TokenStream {
        let schema = &self.schema;
        let variant = match primitive {
            Primitive::Null => quote!(Null),
            Primitive::Boolean => quote!(Boolean),
            Primitive::Int => quote!(Int),
            Primitive::Long => quote!(Long),
            Primitive::Float => quote!(Float),
            Primitive::Double => quote!(Double),
            Primitive::Bytes => quote!(Bytes),
            Primitive::String => quote!(String),
        };
        quote!(#schema::Schema::#variant)
    }

    fn logical(&self, logical: LogicalType, underlying: &TokenStream) -> TokenStream {
        let schema = &self.schema;
        let variant = match logical {
            LogicalType::Decimal { precision, scale } => {
                quote!(Decimal { precision: #precision, scale: #scale })
            }
            LogicalType::Uuid => quote!(Uuid),
            LogicalType::Date => quote!(Date),
            LogicalType::TimeMillis => quote!(TimeMillis),
            LogicalType::TimeMicros => quote!(TimeMicros),
            LogicalType::TimestampMillis => quote!(TimestampMillis),
            LogicalType::TimestampMicros => quote!(TimestampMicros),
            LogicalType::TimestampNanos => quote!(TimestampNanos),
            LogicalType::LocalTimestampMillis => quote!(LocalTimestampMillis),
            LogicalType::LocalTimestampMicros => quote!(LocalTimestampMicros),
            LogicalType::LocalTimestampNanos => quote!(LocalTimestampNanos),
            LogicalType::Duration => quote!(Duration),
            // A logical type that this crate does not know is ignored, as the specification demands.
            _ => return underlying.clone(),
        };
        quote!(#schema::Schema::Logical(#schema::LogicalType::#variant, &#underlying))
    }
}

/// Returns the full names, which an alias without a dot has in the namespace of its type.
fn aliases(definition: &Definition<'_>) -> TokenStream {
    let namespace = definition.namespace();
    let aliases = definition.aliases.iter().map(|alias| {
        if alias.contains('.') || namespace.is_empty() {
            alias.clone()
        } else {
            format!("{namespace}.{alias}")
        }
    });
    quote!(&[#(#aliases),*])
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
