//! Schemas of types that hold each other, written out as one constant for each of them: the schema
//! of the one could not be made from that of the other.

use proc_macro2::TokenStream;
use quote::quote;

use super::expand::Generator;
use super::model::{Branch, Definition, Kind, Primitive, Type};
use crate::record::json;

/// Returns the schema of a record that holds itself, or one that does.
pub(super) fn of_definition(
    generator: &Generator<'_, '_>,
    definition: &Definition<'_>,
) -> TokenStream {
    Writer { generator, defined: Vec::new() }.definition(definition)
}

/// Returns the schema of a union in which such a record stands.
pub(super) fn of_union(generator: &Generator<'_, '_>, branches: &[Branch]) -> TokenStream {
    Writer { generator, defined: Vec::new() }.union(branches)
}

struct Writer<'g, 's, 'a> {
    generator: &'g Generator<'s, 'a>,
    /// The records that are written out already, to which a name refers.
    defined: Vec<String>,
}

impl Writer<'_, '_, '_> {
    fn ty(&mut self, ty: &Type) -> TokenStream {
        let schema = self.schema_path();
        match ty {
            Type::Primitive(primitive) => primitive_schema(*primitive, &schema),
            Type::Array(items) => {
                let items = self.ty(items);
                quote!(&#schema::Schema::Array(#items))
            }
            Type::Map(values) => {
                let values = self.ty(values);
                quote!(&#schema::Schema::Map(#values))
            }
            Type::Union(branches) => self.union(branches),
            Type::Named(reference) => self.named(&reference.name),
            Type::Logical(..) | Type::Unknown => {
                let ty = self.generator.plain(ty);
                self.of_type(&ty)
            }
        }
    }

    fn union(&mut self, branches: &[Branch]) -> TokenStream {
        let schema = self.schema_path();
        let branches: Vec<_> = branches.iter().map(|branch| self.ty(&branch.ty)).collect();
        quote!(&#schema::Schema::Union(&[#(#branches),*]))
    }

    fn named(&mut self, name: &str) -> TokenStream {
        if self.defined.iter().any(|known| known == name) {
            let schema = self.schema_path();
            quote!(&#schema::Schema::Reference(#name))
        } else if self.generator.has_circle_at(name)
            && let Some(definition) = self.generator.schemas.get(name)
        {
            self.definition(definition)
        } else {
            let ident = self.generator.ident_of(name);
            self.of_type(&quote!(#ident))
        }
    }

    fn definition(&mut self, definition: &Definition<'_>) -> TokenStream {
        self.defined.push(definition.name.clone());
        let schema = self.schema_path();
        let Kind::Record(fields) = &definition.kind else { return quote!(&#schema::Schema::Null) };
        let fields: Vec<_> = fields
            .iter()
            .map(|field| {
                let ty = self.ty(&field.ty);
                let (name, doc, aliases) = (&field.name, &field.doc, &field.aliases);
                let default = field.default.as_ref().map_or_else(
                    || quote!(::core::option::Option::None),
                    |default| {
                        let json = json(&default.json, &schema);
                        quote!(::core::option::Option::Some(#json))
                    },
                );
                quote! {
                    #schema::Field {
                        name: #name,
                        doc: #doc,
                        aliases: &[#(#aliases),*],
                        schema: #ty,
                        default: #default,
                    }
                }
            })
            .collect();
        let (name, doc) = (&definition.name, &definition.doc);
        let namespace = definition.namespace();
        let aliases = definition.aliases.iter().map(|alias| {
            if alias.contains('.') || namespace.is_empty() {
                alias.clone()
            } else {
                format!("{namespace}.{alias}")
            }
        });
        quote! {
            &#schema::Schema::Record(&#schema::Record {
                name: #name,
                doc: #doc,
                aliases: &[#(#aliases),*],
                fields: &[#(#fields),*],
            })
        }
    }

    fn of_type(&self, ty: &TokenStream) -> TokenStream {
        let avro_type = self.generator.paths.private(quote!(avro::AvroType));
        quote!(<#ty as #avro_type>::SCHEMA)
    }

    fn schema_path(&self) -> TokenStream {
        self.generator.paths.model(quote!(schema))
    }
}

fn primitive_schema(primitive: Primitive, schema: &TokenStream) -> TokenStream {
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
