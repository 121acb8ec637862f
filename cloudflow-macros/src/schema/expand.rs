//! Code: a struct or an enum for each definition, for the derive to go on with.

use std::collections::HashMap;

use cloudflow_model::schema::LogicalType;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::Path;

use super::attributes::{self, ALLOW_MISSING_DOCS, doc, doc_of_field, doc_setting};
use super::constant::Writer;
use super::graph::Graph;
use super::model::{Branch, Definition, Field, Kind, Primitive, Type};
use super::naming::{self, Taken};
use super::resolve::Schemas;
use crate::paths::Paths;

/// Returns the items of all definitions; `unsound` is their schema where there are mistakes.
pub(super) fn expand(
    schemas: &Schemas<'_>,
    krate: Option<&Path>,
    unsound: Option<TokenStream>,
) -> TokenStream {
    let mut taken = Taken::default();
    let names = naming::types(schemas, &mut taken);
    let mut generator = Generator {
        schemas,
        names,
        taken,
        graph: Graph::new(schemas),
        paths: Paths::new(krate),
        krate: krate.map(|path| quote!(#[avro(crate = #path)])),
        unions: Vec::new(),
        unsound,
    };
    let items: Vec<TokenStream> =
        schemas.definitions.iter().map(|definition| generator.definition(definition)).collect();
    let unions = generator.unions;
    quote!(#(#items)* #(#unions)*)
}

/// Returns what stands in for a file that cannot be read: a record with its name, whose schema is the
/// mistake.
pub(super) fn unreadable(name: &str, krate: Option<&Path>, error: &TokenStream) -> TokenStream {
    let ident = naming::ident(&naming::pascal(name));
    let record = Paths::new(krate).private(quote!(avro::AvroRecord));
    let krate = krate.map(|path| quote!(#[avro(crate = #path)]));
    quote! {
        #[derive(#record, ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #krate
        #[avro(schema = #error)]
        #[allow(missing_docs, reason = "its schema could not be read")]
        pub struct #ident {}
    }
}

struct Generator<'s, 'a> {
    schemas: &'s Schemas<'a>,
    /// The Rust names by the full names.
    names: HashMap<String, String>,
    taken: Taken,
    graph: Graph,
    paths: Paths,
    krate: Option<TokenStream>,
    /// The enums for unions, which have no name in Avro.
    unions: Vec<TokenStream>,
    /// The schema of every record and union, if there are mistakes.
    unsound: Option<TokenStream>,
}

/// Where a type stands: the record around it, and what an enum for a union would be called there.
struct Context<'s> {
    record: &'s str,
    name: String,
}

impl Generator<'_, '_> {
    fn ident_of(&self, name: &str) -> Ident {
        naming::ident(self.names.get(name).map_or("Unknown", String::as_str))
    }

    /// Returns whether the record with this name holds itself, or one that does.
    fn has_circle_at(&self, name: &str) -> bool {
        self.graph.has_circle(self.schemas.index(name))
    }

    fn definition(&mut self, definition: &Definition<'_>) -> TokenStream {
        let ident = self.ident_of(&definition.name);
        let settings = self.type_settings(definition, &ident);
        let doc = doc(&definition.doc);
        match &definition.kind {
            Kind::Record(fields) => {
                let derive = self.derive(false);
                let fields = self.fields(fields, &definition.name);
                quote!(#doc #derive #settings pub struct #ident { #(#fields),* })
            }
            // An enum without symbols is a mistake, which is reported.
            Kind::Enum { symbols, .. } if symbols.is_empty() => {
                let derive = self.derive(false);
                quote!(#doc #derive #settings pub struct #ident {})
            }
            Kind::Enum { symbols, default } => {
                let derive = self.derive(true);
                let mut taken = Taken::default();
                let variants = symbols.iter().map(|symbol| {
                    let variant = naming::ident(&taken.take(&naming::pascal(symbol), ""));
                    let rename = (variant != symbol).then(|| quote!(#[avro(rename = #symbol)]));
                    let is_default = default.as_ref() == Some(symbol);
                    let default = is_default.then(|| quote!(#[avro(default)]));
                    quote!(#ALLOW_MISSING_DOCS #rename #default #variant)
                });
                quote!(#doc #derive #settings pub enum #ident { #(#variants),* })
            }
            Kind::Fixed { size, logical } => {
                let derive = self.derive(true);
                let size = Literal::usize_unsuffixed(*size);
                let (setting, inner) = match logical {
                    Some(logical) => (Some(quote!(#[avro(fixed = #size)])), self.logical(*logical)),
                    None => (None, quote!([::core::primitive::u8; #size])),
                };
                quote!(#doc #derive #settings #setting pub struct #ident(#ALLOW_MISSING_DOCS pub #inner);)
            }
        }
    }

    fn derive(&self, is_plain: bool) -> TokenStream {
        let record = self.paths.private(quote!(avro::AvroRecord));
        let plain =
            is_plain.then(|| quote!(::core::marker::Copy, ::core::cmp::Eq, ::core::hash::Hash,));
        quote! {
            #[derive(#record, ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, #plain)]
        }
    }

    /// What the derive has to know of a named type.
    fn type_settings(&self, definition: &Definition<'_>, ident: &Ident) -> TokenStream {
        let mut settings = Vec::new();
        let namespace = definition.namespace();
        if !namespace.is_empty() {
            settings.push(quote!(namespace = #namespace));
        }
        let simple = definition.simple_name();
        if ident != simple {
            settings.push(quote!(name = #simple));
        }
        settings.extend(definition.aliases.iter().map(|alias| quote!(alias = #alias)));
        settings.extend(doc_setting(&definition.doc, &definition.doc));
        if let Some(unsound) = &self.unsound {
            settings.push(quote!(schema = #unsound));
        } else if self.has_circle_at(&definition.name) {
            let in_rust = |ty: &Type| self.in_rust(ty);
            let schema = Writer::new(self.schemas, &self.paths, &in_rust).definition(definition);
            settings.push(quote!(schema = #schema));
        }
        let krate = &self.krate;
        let settings = (!settings.is_empty()).then(|| quote!(#[avro(#(#settings),*)]));
        quote!(#krate #settings)
    }

    fn fields(&mut self, fields: &[Field<'_>], record: &str) -> Vec<TokenStream> {
        let mut taken = Taken::default();
        let around = self.names.get(record).cloned().unwrap_or_default();
        fields
            .iter()
            .map(|field| {
                let ident = naming::ident(&taken.take(&naming::snake(&field.name), "_"));
                let context =
                    Context { record, name: format!("{around}{}", naming::pascal(&field.name)) };
                let ty = self.ty(&field.ty, &context);
                let settings = attributes::of_field(field, &ident);
                let doc = doc(&doc_of_field(field));
                quote!(#doc #settings pub #ident: #ty)
            })
            .collect()
    }

    fn ty(&mut self, ty: &Type, context: &Context<'_>) -> TokenStream {
        match ty {
            Type::Array(items) => {
                let items = self.ty(items, &context.inside("Item"));
                quote!(::std::vec::Vec<#items>)
            }
            Type::Map(values) => {
                let values = self.ty(values, &context.inside("Value"));
                quote!(::std::collections::BTreeMap<::std::string::String, #values>)
            }
            Type::Union(branches) => self.union(branches, context),
            Type::Named(reference) => {
                let ident = self.ident_of(&reference.name);
                quote!(#ident)
            }
            Type::Primitive(_) | Type::Logical(..) | Type::Unknown => self.plain(ty),
        }
    }

    /// Returns the type that has this schema, unless it is to be written out: because it has no name, or
    /// because that type holds itself.
    fn in_rust(&self, ty: &Type) -> Option<TokenStream> {
        match ty {
            Type::Named(reference) if self.has_circle_at(&reference.name) => None,
            Type::Named(reference) => {
                let ident = self.ident_of(&reference.name);
                Some(quote!(#ident))
            }
            Type::Logical(..) | Type::Unknown => Some(self.plain(ty)),
            Type::Primitive(_) | Type::Array(_) | Type::Map(_) | Type::Union(_) => None,
        }
    }

    /// Returns a type that is not made of others.
    fn plain(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Primitive(primitive) => primitive_type(*primitive),
            Type::Logical(logical, _) => self.logical(*logical),
            _ => quote!(()),
        }
    }

    fn logical(&self, logical: LogicalType) -> TokenStream {
        let name = match logical {
            LogicalType::Decimal { precision, scale } => {
                let (precision, scale) =
                    (Literal::u32_unsuffixed(precision), Literal::u32_unsuffixed(scale));
                return self.paths.private(quote!(avro::Decimal<#precision, #scale>));
            }
            LogicalType::TimestampMillis => "Timestamp",
            LogicalType::Duration => "CalendarDuration",
            other => return self.avro_type(&naming::pascal(&other.name().replace('-', "_"))),
        };
        self.avro_type(name)
    }

    fn avro_type(&self, name: &str) -> TokenStream {
        let ident = naming::ident(name);
        self.paths.private(quote!(avro::#ident))
    }

    fn union(&mut self, branches: &[Branch], context: &Context<'_>) -> TokenStream {
        let is_null = |branch: &Branch| branch.ty == Type::Primitive(Primitive::Null);
        match branches {
            [null, other] if is_null(null) && !is_null(other) => {
                let inner = self.branch(other, context);
                quote!(::core::option::Option<#inner>)
            }
            [other, null] if is_null(null) && !is_null(other) => {
                let inner = self.branch(other, context);
                let null_last = self.paths.private(quote!(avro::NullLast));
                quote!(#null_last<#inner>)
            }
            _ => self.enumeration(branches, context),
        }
    }

    /// Returns the type of what a union holds, boxed if it would hold itself.
    fn branch(&mut self, branch: &Branch, context: &Context<'_>) -> TokenStream {
        let ty = self.ty(&branch.ty, context);
        match &branch.ty {
            Type::Named(reference)
                if self.graph.is_one_circle(
                    self.schemas.index(&reference.name),
                    self.schemas.index(context.record),
                ) =>
            {
                quote!(::std::boxed::Box<#ty>)
            }
            _ => ty,
        }
    }

    fn enumeration(&mut self, branches: &[Branch], context: &Context<'_>) -> TokenStream {
        let name = self.taken.take(&context.name, "");
        let ident = naming::ident(&name);
        let mut taken = Taken::default();
        let mut variants = Vec::new();
        for branch in branches {
            let variant = match &branch.ty {
                Type::Primitive(primitive) => naming::pascal(primitive.name()),
                Type::Logical(logical, _) => naming::pascal(&logical.name().replace('-', "_")),
                Type::Array(_) => "Array".to_owned(),
                Type::Map(_) => "Map".to_owned(),
                Type::Named(reference) => {
                    self.names.get(&reference.name).cloned().unwrap_or_default()
                }
                Type::Union(_) | Type::Unknown => "Unknown".to_owned(),
            };
            let inside = Context { record: context.record, name: format!("{name}{variant}") };
            let variant = naming::ident(&taken.take(&variant, ""));
            let data = (branch.ty != Type::Primitive(Primitive::Null)).then(|| {
                let ty = self.branch(branch, &inside);
                quote!((#ALLOW_MISSING_DOCS #ty))
            });
            variants.push(quote!(#ALLOW_MISSING_DOCS #variant #data));
        }
        let is_recursive = branches.iter().any(|branch| self.has_circle(&branch.ty));
        let schema = match &self.unsound {
            Some(unsound) => Some(unsound.clone()),
            None => is_recursive.then(|| {
                let in_rust = |ty: &Type| self.in_rust(ty);
                Writer::new(self.schemas, &self.paths, &in_rust).union(branches)
            }),
        };
        let schema = schema.map(|schema| quote!(, schema = #schema));
        let derive = self.derive(false);
        let krate = &self.krate;
        let doc =
            format!("One of the branches of a union in [`{}`].", self.ident_of(context.record));
        self.unions.push(quote! {
            #[doc = #doc]
            #derive
            #krate
            #[avro(union #schema)]
            pub enum #ident { #(#variants),* }
        });
        quote!(#ident)
    }

    fn has_circle(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(reference) => self.has_circle_at(&reference.name),
            Type::Array(inner) | Type::Map(inner) => self.has_circle(inner),
            Type::Union(branches) => branches.iter().any(|branch| self.has_circle(&branch.ty)),
            Type::Primitive(_) | Type::Logical(..) | Type::Unknown => false,
        }
    }
}

impl Context<'_> {
    fn inside(&self, part: &str) -> Self {
        Self { record: self.record, name: format!("{}{part}", self.name) }
    }
}

fn primitive_type(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::Null => quote!(()),
        Primitive::Boolean => quote!(::core::primitive::bool),
        Primitive::Int => quote!(::core::primitive::i32),
        Primitive::Long => quote!(::core::primitive::i64),
        Primitive::Float => quote!(::core::primitive::f32),
        Primitive::Double => quote!(::core::primitive::f64),
        Primitive::Bytes => quote!(::std::vec::Vec<::core::primitive::u8>),
        Primitive::String => quote!(::std::string::String),
    }
}
