//! The expansion: a type with the blueprint as a constant.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Attribute;
use syn::ext::IdentExt;

use super::Checked;
use super::lock::{self, Lock};
use super::model::{Blueprint, Instance, PortRef, Setting, Topic};
use super::resolve::Indices;
use super::{judge, released};
use crate::paths::Paths;
use crate::text;

pub(crate) fn blueprint(checked: &Checked, lock: &Lock) -> TokenStream {
    let paths = Paths::new(None);
    let Checked { blueprint, indices, .. } = checked;
    let constant = constant(blueprint, indices, lock, &paths);
    let declaration = declaration(blueprint, &constant, &paths);
    let checks = judge::lines(checked, &paths);
    let released = released::assertions(blueprint, indices, lock, &paths);
    let read = judge::released(blueprint, indices, lock, &paths);
    let watch = lock::watch(lock);
    conditional(blueprint, &declaration, &quote!(#checks #released #read #watch))
}

/// The declaration and the checks, both under the conditions of the blueprint.
pub(crate) fn conditional(
    blueprint: &Blueprint,
    declaration: &TokenStream,
    checks: &TokenStream,
) -> TokenStream {
    let conditions: Vec<_> = conditions(blueprint).collect();
    if conditions.is_empty() {
        return quote!(#declaration #checks);
    }
    quote! {
        #declaration

        #(#conditions)*
        const _: () = { #checks };
    }
}

/// The `#[cfg]` attributes: where they do not hold there is no blueprint, and nothing to check.
fn conditions(blueprint: &Blueprint) -> impl Iterator<Item = &Attribute> {
    blueprint.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"))
}

/// The type that carries the constants; `constant` is the value of its blueprint.
pub(crate) fn declaration(
    blueprint: &Blueprint,
    constant: &TokenStream,
    paths: &Paths,
) -> TokenStream {
    let Blueprint { attributes, visibility, name, instances, .. } = blueprint;
    let conditions = conditions(blueprint);
    let has_docs = attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    let docs = (!has_docs).then(|| {
        let text = format!("The application `{}`.", name.unraw());
        quote!(#[doc = #text])
    });
    let streamlet = paths.private(quote!(IsStreamlet));
    let run = instances.iter().map(|instance| {
        let ty = &instance.streamlet;
        quote!(<#ty as #streamlet>::RUN)
    });
    let blueprint_type = paths.model(quote!(Blueprint));
    let application = paths.private(quote!(Application));
    quote! {
        #(#attributes)*
        #docs
        #[allow(non_camel_case_types, reason = "an application is named, never made")]
        #[derive(Debug)]
        #visibility enum #name {}

        #(#conditions)*
        #[automatically_derived]
        impl #name {
            /// The streamlets of the application and the connections between them.
            pub const BLUEPRINT: #blueprint_type<'static> = #constant;

            // Assertions about a lock share one reference: rustc would look through the whole
            // blueprint for each of its own.
            #[allow(dead_code, reason = "not every application has a lock")]
            const CHECKED: &#blueprint_type<'static> = &Self::BLUEPRINT;

            /// The application itself: `main` runs it as the command line says.
            pub const APPLICATION: #application =
                #application::new(&Self::BLUEPRINT, &[#(#run),*]);
        }
    }
}

fn constant(blueprint: &Blueprint, indices: &Indices, lock: &Lock, paths: &Paths) -> TokenStream {
    let name = blueprint.name.unraw().to_string();
    let description = text::description(&blueprint.attributes);
    let instances =
        blueprint.instances.iter().map(|written| instance(written, "DESCRIPTOR", paths));
    let connections =
        blueprint.connections.iter().zip(&indices.connections).map(|(connection, (from, to))| {
            let (from, to) =
                (port(&connection.from, *from, paths), port(&connection.to, *to, paths));
            let connection = paths.model(quote!(Connection));
            quote!(#connection { from: #from, to: #to })
        });
    let topics = blueprint
        .topics
        .iter()
        .zip(&indices.topics)
        .map(|(written, at)| topic(written, *at, paths));
    let locks = lock::constant(lock, paths);
    let blueprint = paths.model(quote!(Blueprint));
    quote! {
        #blueprint {
            name: #name,
            description: #description,
            instances: &[#(#instances),*],
            connections: &[#(#connections),*],
            topics: &[#(#topics),*],
            locks: #locks,
        }
    }
}

/// An instance; `declared` is how much of its streamlet is asked for.
pub(super) fn instance(written: &Instance, declared: &str, paths: &Paths) -> TokenStream {
    let instance = paths.model(quote!(Instance));
    let streamlet = paths.private(quote!(IsStreamlet));
    let name = written.name.unraw().to_string();
    let ty = &written.streamlet;
    let replicas = Literal::u32_unsuffixed(written.replicas);
    let config = settings(&written.config, paths);
    let declared = Ident::new(declared, Span::call_site());
    let resources = resources(written, paths);
    quote! {
        #instance {
            name: #name,
            streamlet: <#ty as #streamlet>::#declared,
            replicas: #replicas,
            resources: #resources,
            config: #config,
        }
    }
}

fn resources(written: &Instance, paths: &Paths) -> TokenStream {
    let resources = paths.model(quote!(Resources));
    if written.cpu.is_none() && written.memory.is_none() {
        return quote!(#resources::DEFAULT);
    }
    let cpu = option(written.cpu.as_ref().map(|cpu| &cpu.text));
    let memory = option(written.memory.as_ref().map(|memory| &memory.text));
    quote!(#resources { cpu: #cpu, memory: #memory })
}

fn port(written: &PortRef, instance: usize, paths: &Paths) -> TokenStream {
    let port = paths.model(quote!(PortRef));
    let (instance, name) = (Literal::usize_unsuffixed(instance), written.port_name());
    quote!(#port { instance: #instance, port: #name })
}

fn topic(written: &Topic, instance: usize, paths: &Paths) -> TokenStream {
    let topic = paths.model(quote!(Topic));
    let port = port(&written.port, instance, paths);
    let name = option(written.settings.name.as_ref().map(|name| &name.text));
    let partitions = option(written.settings.partitions.map(Literal::u32_unsuffixed));
    let replicas = option(written.settings.replicas.map(Literal::u16_unsuffixed));
    let managed = written.settings.managed.unwrap_or(true);
    let settings = settings(&written.settings.kafka, paths);
    quote! {
        #topic {
            port: #port,
            name: #name,
            partitions: #partitions,
            replicas: #replicas,
            managed: #managed,
            settings: #settings,
        }
    }
}

pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn settings(written: &[Setting], paths: &Paths) -> TokenStream {
    let setting = paths.model(quote!(Setting));
    let settings = written
        .iter()
        .map(|Setting { key, value, .. }| quote!(#setting { key: #key, value: #value }));
    quote!(&[#(#settings),*])
}
