//! The expansion: a type with the blueprint as a constant, and an assertion for each written line.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Attribute;
use syn::ext::IdentExt;

use super::Checked;
use super::model::{Blueprint, Connection, Instance, PortRef, Setting, Topic};
use super::released;
use super::resolve::Indices;
use crate::lock::{self, Lock};
use crate::paths::{Paths, call};
use crate::text;

pub(crate) fn blueprint(checked: &Checked, lock: &Lock) -> TokenStream {
    let paths = Paths::new(None);
    let Checked { blueprint, indices, .. } = checked;
    let constant = constant(blueprint, indices, lock, &paths);
    let declaration = declaration(blueprint, &constant, &paths);
    let checks = checks(checked, &paths);
    let released = released::assertions(blueprint, indices, lock, &paths);
    let read = read(blueprint, indices, lock, &paths);
    let watch = lock::watch(lock);
    conditional(blueprint, &declaration, &quote!(#checks #released #read #watch))
}

/// The checks that rustc makes, line by line.
pub(crate) fn checks(checked: &Checked, paths: &Paths) -> TokenStream {
    let assertions = assertions(checked, paths);
    let hinted = hinted(checked, paths);
    quote!(#assertions #hinted)
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
fn instance(written: &Instance, declared: &str, paths: &Paths) -> TokenStream {
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
fn assertions(checked: &Checked, paths: &Paths) -> TokenStream {
    let Checked { blueprint, indices, sound, .. } = checked;
    let line = Line { blueprint, paths };
    let mut assertions = TokenStream::new();
    let mut mentioned = vec![Vec::new(); blueprint.instances.len()];
    let mut mention = |instance: usize, port: String| {
        if let Some(ports) = mentioned.get_mut(instance) {
            ports.push(port);
        }
    };
    let connections = blueprint.connections.iter().zip(&indices.connections);
    for ((connection, ends), is_sound) in connections.zip(&sound.connections) {
        mention(ends.0, connection.from.port_name());
        mention(ends.1, connection.to.port_name());
        if *is_sound {
            assertions.extend(line.connection(connection, *ends));
        }
    }
    let topics = blueprint.topics.iter().zip(&indices.topics);
    let unsound = blueprint.unsound_topics.iter().zip(&indices.unsound_topics);
    for (Topic { port, .. }, instance) in topics.chain(unsound) {
        mention(*instance, port.port_name());
        let arguments = line.port("OUTLINE", *instance, port);
        assertions.extend(line.assertion("entry", arguments, &port.tokens()));
    }
    let mut doubtful = Vec::new();
    for (instance, port) in &indices.lost {
        match instance {
            Some(instance) => mention(*instance, port.clone()),
            None => doubtful.push(port),
        }
    }
    let application = blueprint.name.unraw().to_string();
    for (at, (written, mentioned)) in blueprint.instances.iter().zip(mentioned).enumerate() {
        let used = line.used("OUTLINE", at);
        let tokens = written.name.to_token_stream();
        // Where lines are missing nobody knows what they would connect, and the names of a claim are
        // too long where those of its instance are.
        let knows_ports = !blueprint.gaps.ports && indices.ambiguous.get(at) == Some(&false);
        if knows_ports && sound.names && doubtful.is_empty() {
            let arguments = quote!(#application, #used, &[#(#mentioned),*]);
            assertions.extend(line.assertion("instance", arguments, &tokens));
        } else if knows_ports {
            let arguments = quote!(#used, &[#(#mentioned),*], &[#(#doubtful),*]);
            assertions.extend(line.assertion("ports", arguments, &tokens));
        } else if sound.names {
            assertions.extend(line.assertion("volumes", quote!(#application, #used), &tokens));
        }
        for (setting, tokens) in written.config.iter().map(|setting| &setting.tokens).enumerate() {
            let instance = instance(written, "OUTLINE", paths);
            let setting = Literal::usize_unsuffixed(setting);
            assertions.extend(line.assertion("setting", quote!(&#instance, #setting), tokens));
        }
    }
    assertions
}

/// The constants for the few lines that depend on other lines.
fn hinted(checked: &Checked, paths: &Paths) -> TokenStream {
    let Checked { blueprint, indices, hints, sound } = checked;
    let line = Line { blueprint, paths };
    let mut assertions = TokenStream::new();
    let topics = blueprint.topics.iter().zip(&indices.topics).zip(&hints.first_of_name);
    for ((topic, instance), first) in topics {
        if let Some(first) = first
            && let Some(first_topic) = blueprint.topics.get(*first)
            && let Some(first_instance) = indices.topics.get(*first)
            && let Some(written) = &topic.settings.name
        {
            let name = &written.text;
            let first = line.port("DESCRIPTOR", *first_instance, &first_topic.port);
            let port = line.port("DESCRIPTOR", *instance, &topic.port);
            let arguments = quote!(#name, #first, #port);
            assertions.extend(line.assertion("entries", arguments, &written.tokens));
        }
    }
    let knows_topics = sound.topics && indices.lost.is_empty() && !blueprint.gaps.ports;
    let application = blueprint.name.unraw().to_string();
    let lists = hints.partitions.iter().zip(&hints.alike);
    for (at, (written, (partitions, alike))) in blueprint.instances.iter().zip(lists).enumerate() {
        if let Some(tokens) = &written.replicas_tokens
            && written.replicas > 1
            && knows_topics
        {
            let pairs = partitions.iter().map(|(port, number)| {
                let number = option(number.map(Literal::u32_unsuffixed));
                quote!((#port, #number))
            });
            let instance = instance(written, "OUTLINE", paths);
            let arguments = quote!(&#instance, &[#(#pairs),*]);
            assertions.extend(line.assertion("replicas", arguments, tokens));
        }
        for other in alike.iter().filter(|_| sound.names) {
            let (used, other) = (line.used("OUTLINE", at), line.used("OUTLINE", *other));
            let arguments = quote!(#application, (#used), (#other));
            let tokens = written.name.to_token_stream();
            assertions.extend(line.assertion("claims", arguments, &tokens));
        }
    }
    assertions
}

/// How a line is judged: by itself, with the instances that it names.
struct Line<'a> {
    blueprint: &'a Blueprint,
    paths: &'a Paths,
}

impl Line<'_> {
    /// Returns the name of the instance with this index and how much its streamlet declares.
    fn used(&self, declared: &str, at: usize) -> TokenStream {
        let Some(written) = self.blueprint.instances.get(at) else { return TokenStream::new() };
        let (ty, name) = (&written.streamlet, written.name.unraw().to_string());
        let streamlet = self.paths.private(quote!(IsStreamlet));
        let declared = Ident::new(declared, Span::call_site());
        quote!(#name, <#ty as #streamlet>::#declared)
    }

    /// Returns the same with the name of a port.
    fn port(&self, declared: &str, at: usize, port: &PortRef) -> TokenStream {
        let (used, name) = (self.used(declared, at), port.port_name());
        quote!((#used, #name))
    }

    /// Judges the ports of a connection, and then, apart, their schemas, which may not compile.
    fn connection(&self, written: &Connection, ends: (usize, usize)) -> TokenStream {
        let Connection { from, to, tokens } = written;
        let ports = |declared| {
            let (left, right) =
                (self.port(declared, ends.0, from), self.port(declared, ends.1, to));
            quote!(#left, #right)
        };
        let [outlet, inlet] = ["outlet", "inlet"].map(|name| Ident::new(name, Span::mixed_site()));
        let calls = [
            self.judge("direction", quote!(#outlet, #inlet), tokens),
            self.judge("outlet", quote!(#outlet), &from.tokens()),
        ];
        let outlines = ports("OUTLINE");
        // Both ends may be misspelt, and a constant ends at the first.
        let right = self.assertion("inlet", outlines.clone(), &to.tokens());
        let schemas = self.assertion("schemas", ports("DESCRIPTOR"), tokens);
        quote! {
            const _: () = {
                let (#outlet, #inlet) = (#outlines);
                #(#calls;)*
            };
            #right
            #schemas
        }
    }

    /// Calls a rule with its `arguments`; a finding underlines `tokens`.
    fn judge(&self, rule: &str, arguments: TokenStream, tokens: &TokenStream) -> TokenStream {
        let rule = Ident::new(rule, Span::call_site());
        call(self.paths.model(quote!(rules::line::#rule)), tokens, arguments)
    }

    /// The same as a constant.
    fn assertion(&self, rule: &str, arguments: TokenStream, tokens: &TokenStream) -> TokenStream {
        let call = self.judge(rule, arguments, tokens);
        quote!(const _: () = #call;)
    }
}

/// Asserts for each inlet of a topic with released schemas that it reads them.
fn read(blueprint: &Blueprint, indices: &Indices, lock: &Lock, paths: &Paths) -> TokenStream {
    let name = &blueprint.name;
    let rule = paths.model(quote!(rules::connection_released));
    let problem = Ident::new("problem", Span::mixed_site());
    let mut assertions = TokenStream::new();
    for checked in lock::checked(blueprint, indices, lock) {
        for index in checked.connections {
            let Some(connection) = blueprint.connections.get(index) else { continue };
            let index = Literal::usize_unsuffixed(index);
            let topic = Literal::usize_unsuffixed(checked.topic);
            let refusal =
                call(paths.model(quote!(refuse)), &connection.to.tokens(), quote!(&#problem));
            assertions.extend(quote! {
                const _: () = if let ::core::option::Option::Some(#problem) =
                    #rule(#name::CHECKED, #index, #topic)
                {
                    #refusal
                };
            });
        }
    }
    assertions
}
