//! The expansion: a type with the blueprint as a constant, and an assertion for each written line.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Attribute;
use syn::ext::IdentExt;

use super::check::Hints;
use super::model::{Blueprint, Connection, Instance, PortRef, Setting, Topic};
use super::resolve::Indices;
use crate::lock::{self, Lock};
use crate::paths::Paths;
use crate::text;

pub(crate) fn blueprint(
    blueprint: &Blueprint,
    indices: &Indices,
    hints: &Hints,
    lock: &Lock,
) -> TokenStream {
    let paths = Paths::new(None);
    let constant = constant(blueprint, indices, lock, &paths);
    let declaration = declaration(blueprint, &constant, &paths);
    let assertions = assertions(blueprint, indices, &paths);
    let hinted = hinted(blueprint, hints, &paths);
    let released = released(blueprint, indices, lock, &paths);
    let read = read(blueprint, indices, lock, &paths);
    let watch = lock::watch(lock);
    let checks = quote!(#assertions #hinted #released #read #watch);
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

            // Assertions share one reference: rustc would look through the whole blueprint for
            // each of its own.
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
    let instances = blueprint.instances.iter().map(|written| instance(written, paths));
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

fn instance(written: &Instance, paths: &Paths) -> TokenStream {
    let instance = paths.model(quote!(Instance));
    let streamlet = paths.private(quote!(IsStreamlet));
    let name = written.name.unraw().to_string();
    let ty = &written.streamlet;
    let replicas = Literal::u32_unsuffixed(written.replicas);
    let config = settings(&written.config, paths);
    quote! {
        #instance {
            name: #name,
            streamlet: <#ty as #streamlet>::DESCRIPTOR,
            replicas: #replicas,
            config: #config,
        }
    }
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

fn option(value: Option<impl ToTokens>) -> TokenStream {
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

/// One free constant for each line that only rustc can judge. Constants in an `impl` would be lazy.
fn assertions(blueprint: &Blueprint, indices: &Indices, paths: &Paths) -> TokenStream {
    let name = &blueprint.name;
    let mut assertions = TokenStream::new();
    let rest = TokenStream::new();
    let mut mentioned = vec![Vec::new(); blueprint.instances.len()];
    let mut mention = |instance: usize, port: &PortRef| {
        if let Some(ports) = mentioned.get_mut(instance) {
            ports.push(port.port_name());
        }
    };
    let connections = blueprint.connections.iter().zip(&indices.connections);
    for (at, (Connection { from, to, tokens }, (outlet, inlet))) in connections.enumerate() {
        mention(*outlet, from);
        mention(*inlet, to);
        let places = [("ConnectionFrom", from.tokens()), ("ConnectionTo", to.tokens())];
        assertions.extend(assertion(
            name,
            paths,
            "connection_types",
            &[at],
            &rest,
            &places,
            tokens,
        ));
    }
    let topics = blueprint.topics.iter().zip(&indices.topics);
    for (at, (Topic { port, .. }, instance)) in topics.enumerate() {
        mention(*instance, port);
        let tokens = port.tokens();
        assertions.extend(assertion(name, paths, "topic_types", &[at], &rest, &[], &tokens));
    }
    for (at, (instance, mentioned)) in blueprint.instances.iter().zip(mentioned).enumerate() {
        let ports = quote!(&[#(#mentioned),*]);
        let tokens = instance.name.to_token_stream();
        assertions.extend(assertion(name, paths, "instance", &[at], &ports, &[], &tokens));
        for (setting, written) in instance.config.iter().enumerate() {
            let indices = [at, setting];
            let tokens = &written.tokens;
            assertions.extend(assertion(
                name,
                paths,
                "setting_types",
                &indices,
                &rest,
                &[],
                tokens,
            ));
        }
    }
    assertions
}

/// The constants for the few lines that depend on other lines.
fn hinted(blueprint: &Blueprint, hints: &Hints, paths: &Paths) -> TokenStream {
    let name = &blueprint.name;
    let mut assertions = TokenStream::new();
    for (at, (topic, first)) in blueprint.topics.iter().zip(&hints.first_of_name).enumerate() {
        if let (Some(first), Some(written)) = (first, &topic.settings.name) {
            let indices = [at, *first];
            let none = TokenStream::new();
            let tokens = &written.tokens;
            assertions.extend(assertion(name, paths, "topic_schema", &indices, &none, &[], tokens));
        }
    }
    let lists = hints.partitions.iter().zip(&hints.alike);
    for (at, (instance, (partitions, alike))) in blueprint.instances.iter().zip(lists).enumerate() {
        if let Some(tokens) = &instance.replicas_tokens
            && instance.replicas > 1
        {
            let pairs = partitions.iter().map(|(port, number)| {
                let number = option(number.map(Literal::u32_unsuffixed));
                quote!((#port, #number))
            });
            let pairs = quote!(&[#(#pairs),*]);
            let rule = "instance_replicas";
            assertions.extend(assertion(name, paths, rule, &[at], &pairs, &[], tokens));
        }
        if !alike.is_empty() {
            let others = alike.iter().map(|other| Literal::usize_unsuffixed(*other));
            let others = quote!(&[#(#others),*]);
            let tokens = instance.name.to_token_stream();
            let rule = "instance_claims";
            assertions.extend(assertion(name, paths, rule, &[at], &others, &[], &tokens));
        }
    }
    assertions
}

/// Asserts that `rule` finds nothing with its `indices` and the `rest` of its arguments; a finding underlines `tokens`, or the place of its subject.
fn assertion(
    blueprint: &Ident,
    paths: &Paths,
    rule: &str,
    indices: &[usize],
    rest: &TokenStream,
    places: &[(&str, TokenStream)],
    tokens: &TokenStream,
) -> TokenStream {
    let rule = Ident::new(rule, Span::call_site());
    let rule = paths.model(quote!(rules::#rule));
    let problem = Ident::new("problem", Span::mixed_site());
    let indices = indices.iter().map(|index| Literal::usize_unsuffixed(*index));
    let text = quote!(#problem.text());
    let refusal = panic(tokens, &text);
    let reaction = if places.is_empty() {
        quote!(#refusal)
    } else {
        let subject = paths.model(quote!(Subject));
        let arms = places.iter().map(|(place, tokens)| {
            let place = Ident::new(place, Span::call_site());
            let panic = panic(tokens, &text);
            quote!(#subject::#place(_) => #panic,)
        });
        quote! {
            match #problem.subject {
                #(#arms)*
                _ => #refusal,
            }
        }
    };
    quote! {
        const _: () =
            if let ::core::option::Option::Some(#problem) = #rule(#blueprint::CHECKED, #(#indices,)* #rest) {
                #reaction
            };
    }
}

/// Asserts for each topic with released schemas that its outlets may write to it what they do.
fn released(blueprint: &Blueprint, indices: &Indices, lock: &Lock, paths: &Paths) -> TokenStream {
    let name = &blueprint.name;
    let check = paths.model(quote!(why_not_released));
    let port = paths.model(quote!(PortRef));
    let message = Ident::new("message", Span::mixed_site());
    let checked = lock::checked(blueprint, indices, lock).into_iter();
    checked
        .map(|checked| {
            let ports = checked.ports.iter().map(|(instance, name)| {
                let instance = Literal::usize_unsuffixed(*instance);
                quote!(#port { instance: #instance, port: #name })
            });
            let topic = Literal::usize_unsuffixed(checked.topic);
            let refusal = panic(&checked.tokens, &message.to_token_stream());
            quote! {
                const _: () = if let ::core::option::Option::Some(#message) =
                    #check(#name::CHECKED, &[#(#ports),*], #topic)
                {
                    #refusal
                };
            }
        })
        .collect()
}

/// Asserts for each inlet of a topic with released schemas that it reads them.
fn read(blueprint: &Blueprint, indices: &Indices, lock: &Lock, paths: &Paths) -> TokenStream {
    let (rule, none) = ("connection_released", TokenStream::new());
    let mut assertions = TokenStream::new();
    for checked in lock::checked(blueprint, indices, lock) {
        for index in checked.connections {
            let Some(connection) = blueprint.connections.get(index) else { continue };
            let (indices, tokens) = ([index, checked.topic], connection.to.tokens());
            let name = &blueprint.name;
            assertions.extend(assertion(name, paths, rule, &indices, &none, &[], &tokens));
        }
    }
    assertions
}

/// A panic that underlines `tokens`: its path stands on the first of them and its arguments on the
/// last, so that the whole is their range, on a stable compiler as well.
fn panic(tokens: &TokenStream, message: &TokenStream) -> TokenStream {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    let mut arguments = Group::new(Delimiter::Parenthesis, quote!("{}", #message.as_str()));
    arguments.set_span(last);
    let arguments = TokenTree::Group(arguments);
    quote_spanned!(first=> ::core::panic! #arguments)
}
