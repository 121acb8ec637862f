//! A schema written out as one constant.
//!
//! Types that hold each other need that: the schema of the one could not be made from that of the
//! other. A released schema needs it as well, since no type of Rust has it.

use cloudflow_model::schema::LogicalType;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::model::{Branch, Definition, Field, Kind, Primitive, Type};
use super::resolve::Schemas;
use crate::paths::Paths;
use crate::record::json;

/// Writes expressions of the type `&Schema`.
pub(super) struct Writer<'w, 'a> {
    schemas: &'w Schemas<'a>,
    /// Returns the type of Rust that has the schema, where it is not to be written out.
    in_rust: &'w dyn Fn(&Type) -> Option<TokenStream>,
    avro_type: TokenStream,
    /// The path of the model's module.
    schema: TokenStream,
    /// What is written out already, so that a name is enough.
    defined: Vec<String>,
}

impl<'w, 'a> Writer<'w, 'a> {
    pub(super) fn new(
        schemas: &'w Schemas<'a>,
        paths: &Paths,
        in_rust: &'w dyn Fn(&Type) -> Option<TokenStream>,
    ) -> Self {
        let avro_type = paths.private(quote!(avro::AvroType));
        let schema = paths.model(quote!(schema));
        Self { schemas, in_rust, avro_type, schema, defined: Vec::new() }
    }

    fn ty(&mut self, ty: &Type) -> TokenStream {
        if let Some(ty) = (self.in_rust)(ty) {
            let avro_type = &self.avro_type;
            return quote!(<#ty as #avro_type>::SCHEMA);
        }
        let schema = self.schema.clone();
        match ty {
            Type::Primitive(primitive) => self.primitive(*primitive),
            Type::Logical(logical, primitive) => {
                let inner = self.primitive(*primitive);
                self.logical(*logical, inner)
            }
            Type::Array(items) => {
                let items = self.ty(items);
                quote!(&#schema::Schema::Array(#items))
            }
            Type::Map(values) => {
                let values = self.ty(values);
                quote!(&#schema::Schema::Map(#values))
            }
            Type::Union(branches) => self.union(branches),
            Type::Named(reference) => match self.schemas.get(&reference.name) {
                Some(definition) => self.definition(definition),
                None => self.reference(&reference.name),
            },
            // Where a type is not known there is a mistake, and no constant.
            Type::Unknown => quote!(&#schema::Schema::Null),
        }
    }

    pub(super) fn union(&mut self, branches: &[Branch]) -> TokenStream {
        let schema = self.schema.clone();
        let branches: Vec<_> = branches.iter().map(|branch| self.ty(&branch.ty)).collect();
        quote!(&#schema::Schema::Union(&[#(#branches),*]))
    }

    pub(super) fn definition(&mut self, definition: &Definition<'_>) -> TokenStream {
        let name = &definition.name;
        if self.defined.contains(name) {
            return self.reference(name);
        }
        self.defined.push(name.clone());
        let schema = self.schema.clone();
        let (doc, aliases) = (&definition.doc, aliases(definition));
        match &definition.kind {
            Kind::Record(fields) => {
                let fields: Vec<_> = fields.iter().map(|field| self.field(field)).collect();
                quote! {
                    &#schema::Schema::Record(&#schema::Record {
                        name: #name,
                        doc: #doc,
                        aliases: #aliases,
                        fields: &[#(#fields),*],
                    })
                }
            }
            Kind::Enum { symbols, default } => {
                let default = option(default.as_ref().map(|symbol| quote!(#symbol)));
                quote! {
                    &#schema::Schema::Enum(&#schema::Enumeration {
                        name: #name, doc: #doc, aliases: #aliases, symbols: &[#(#symbols),*],
                        default: #default,
                    })
                }
            }
            Kind::Fixed { size, logical } => {
                let size = Literal::usize_unsuffixed(*size);
                let fixed = quote! {
                    &#schema::Schema::Fixed(&#schema::Fixed {
                        name: #name, aliases: #aliases, size: #size,
                    })
                };
                match logical {
                    Some(logical) => self.logical(*logical, fixed),
                    None => fixed,
                }
            }
        }
    }

    fn reference(&self, name: &str) -> TokenStream {
        let schema = &self.schema;
        quote!(&#schema::Schema::Reference(#name))
    }

    fn field(&mut self, field: &Field<'_>) -> TokenStream {
        let ty = self.ty(&field.ty);
        let schema = &self.schema;
        let Field { name, doc, aliases, default, .. } = field;
        let default = option(default.as_ref().map(|default| json(&default.json, schema)));
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
        quote!(&#schema::Schema::#variant)
    }

    fn logical(&self, logical: LogicalType, underlying: TokenStream) -> TokenStream {
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
            _ => return underlying,
        };
        quote!(&#schema::Schema::Logical(#schema::LogicalType::#variant, #underlying))
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
