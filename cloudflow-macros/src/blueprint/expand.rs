//! The expansion: a type with the blueprint as a constant, and an assertion for each written line.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Attribute;
use syn::ext::IdentExt;

use super::Checked;
use super::model::{Blueprint, Connection, Instance, PortRef, Setting, Topic};
use super::resolve::Indices;
use crate::lock::{self, Lock};
use crate::paths::Paths;
use crate::text;

pub(crate) fn blueprint(checked: &Checked, lock: &Lock) -> TokenStream {
    let paths = Paths::new(None);
    let Checked { blueprint, indices, .. } = checked;
    let constant = constant(blueprint, indices, lock, &paths);
    let declaration = declaration(blueprint, &constant, &paths);
    let checks = checks(checked, &paths);
    let released = released(blueprint, indices, lock, &paths);
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
    let constants = instances.iter().enumerate().map(|(at, written)| {
        let (ty, streamlet) = (paths.model(quote!(Instance)), &written.streamlet);
        let [outline, name] = ["OUTLINE", "INSTANCE"].map(|kind| constant_of(kind, at));
        let value = instance(written, paths);
        let descriptor = paths.private(quote!(IsStreamlet));
        quote! {
            const #outline: #ty<'static> = #value;
            const #name: #ty<'static> =
                #ty { streamlet: <#streamlet as #descriptor>::DESCRIPTOR, ..Self::#outline };
        }
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

            // One each, so that a line can be checked where another instance does not compile; the
            // outline, where a schema does not.
            #(#constants)*

            /// The application itself: `main` runs it as the command line says.
            pub const APPLICATION: #application =
                #application::new(&Self::BLUEPRINT, &[#(#run),*]);
        }
    }
}

fn constant(blueprint: &Blueprint, indices: &Indices, lock: &Lock, paths: &Paths) -> TokenStream {
    let name = blueprint.name.unraw().to_string();
    let description = text::description(&blueprint.attributes);
    let instances = (0..blueprint.instances.len()).map(|at| constant_of("INSTANCE", at));
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
            instances: &[#(Self::#instances),*],
            connections: &[#(#connections),*],
            topics: &[#(#topics),*],
            locks: #locks,
        }
    }
}

/// The name of a constant of an instance.
fn constant_of(kind: &str, at: usize) -> Ident {
    Ident::new(&format!("{kind}_{at}"), Span::call_site())
}

fn instance(written: &Instance, paths: &Paths) -> TokenStream {
    let instance = paths.model(quote!(Instance));
    let streamlet = paths.private(quote!(IsStreamlet));
    let name = written.name.unraw().to_string();
    let ty = &written.streamlet;
    let replicas = Literal::u32_unsuffixed(written.replicas);
    let config = settings(&written.config, paths);
    let resources = resources(written, paths);
    quote! {
        #instance {
            name: #name,
            streamlet: <#ty as #streamlet>::OUTLINE,
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
    let line = Line { blueprint: &blueprint.name, paths };
    let mut assertions = TokenStream::new();
    let mut mentioned = vec![Vec::new(); blueprint.instances.len()];
    let mut mention = |instance: usize, port: String| {
        if let Some(ports) = mentioned.get_mut(instance) {
            ports.push(port);
        }
    };
    let connections = blueprint.connections.iter().zip(&indices.connections);
    for ((Connection { from, to, tokens }, (outlet, inlet)), is_sound) in
        connections.zip(&sound.connections)
    {
        mention(*outlet, from.port_name());
        mention(*inlet, to.port_name());
        if *is_sound {
            let ends = [(*outlet, from), (*inlet, to)];
            let [left, right] = ends.map(|(at, port)| line.port("OUTLINE", at, port));
            let places = [("ConnectionFrom", from.tokens()), ("ConnectionTo", to.tokens())];
            let (rule, arguments) = (quote!(line::connection), quote!(#left, #right));
            assertions.extend(line.assertion(&rule, &arguments, &places, tokens));
            let [left, right] = ends.map(|(at, port)| line.port("INSTANCE", at, port));
            let (rule, arguments) = (quote!(line::schemas), quote!(#left, #right));
            assertions.extend(line.assertion(&rule, &arguments, &[], tokens));
        }
    }
    let topics = blueprint.topics.iter().zip(&indices.topics);
    let unsound = blueprint.unsound_topics.iter().zip(&indices.unsound_topics);
    for (Topic { port, .. }, instance) in topics.chain(unsound) {
        mention(*instance, port.port_name());
        let tokens = port.tokens();
        assertions.extend(line.assertion(
            &quote!(line::entry),
            &line.port("OUTLINE", *instance, port),
            &[],
            &tokens,
        ));
    }
    let mut doubtful = Vec::new();
    for (instance, port) in &indices.lost {
        match instance {
            Some(instance) => mention(*instance, port.clone()),
            None => doubtful.push(port),
        }
    }
    let application = blueprint.name.unraw().to_string();
    for (at, (instance, mentioned)) in blueprint.instances.iter().zip(mentioned).enumerate() {
        let constant = line.instance("OUTLINE", at);
        let tokens = instance.name.to_token_stream();
        // Where lines are missing nobody knows what they would connect, and the names of a claim are
        // too long where those of its instance are.
        let knows_ports = !blueprint.gaps.ports && indices.ambiguous.get(at) == Some(&false);
        if knows_ports && sound.names && doubtful.is_empty() {
            let arguments = quote!(#application, #constant, &[#(#mentioned),*]);
            assertions.extend(line.assertion(&quote!(line::instance), &arguments, &[], &tokens));
        } else if knows_ports {
            let arguments = quote!(#constant, &[#(#mentioned),*], &[#(#doubtful),*]);
            assertions.extend(line.assertion(&quote!(line::ports), &arguments, &[], &tokens));
        } else if sound.names {
            let arguments = quote!(#application, #constant);
            assertions.extend(line.assertion(&quote!(line::volumes), &arguments, &[], &tokens));
        }
        for (setting, written) in instance.config.iter().enumerate() {
            let setting = Literal::usize_unsuffixed(setting);
            let arguments = quote!(#constant, #setting);
            assertions.extend(line.assertion(
                &quote!(line::setting),
                &arguments,
                &[],
                &written.tokens,
            ));
        }
    }
    assertions
}

/// The constants for the few lines that depend on other lines.
fn hinted(checked: &Checked, paths: &Paths) -> TokenStream {
    let Checked { blueprint, indices, hints, sound } = checked;
    let line = Line { blueprint: &blueprint.name, paths };
    let mut assertions = TokenStream::new();
    let topics = blueprint.topics.iter().zip(&indices.topics).zip(&hints.first_of_name);
    for ((topic, instance), first) in topics {
        if let Some(first) = first
            && let Some(first_topic) = blueprint.topics.get(*first)
            && let Some(first_instance) = indices.topics.get(*first)
            && let Some(written) = &topic.settings.name
        {
            let name = &written.text;
            let first = line.port("INSTANCE", *first_instance, &first_topic.port);
            let port = line.port("INSTANCE", *instance, &topic.port);
            let arguments = quote!(#name, #first, #port);
            assertions.extend(line.assertion(
                &quote!(line::entries),
                &arguments,
                &[],
                &written.tokens,
            ));
        }
    }
    let knows_topics = sound.topics && indices.lost.is_empty() && !blueprint.gaps.ports;
    let application = blueprint.name.unraw().to_string();
    let lists = hints.partitions.iter().zip(&hints.alike);
    for (at, (instance, (partitions, alike))) in blueprint.instances.iter().zip(lists).enumerate() {
        let constant = line.instance("OUTLINE", at);
        if let Some(tokens) = &instance.replicas_tokens
            && instance.replicas > 1
            && knows_topics
        {
            let pairs = partitions.iter().map(|(port, number)| {
                let number = option(number.map(Literal::u32_unsuffixed));
                quote!((#port, #number))
            });
            let arguments = quote!(#constant, &[#(#pairs),*]);
            assertions.extend(line.assertion(&quote!(line::replicas), &arguments, &[], tokens));
        }
        for other in alike.iter().filter(|_| sound.names) {
            let other = line.instance("OUTLINE", *other);
            let arguments = quote!(#application, #constant, #other);
            let tokens = instance.name.to_token_stream();
            assertions.extend(line.assertion(&quote!(line::claims), &arguments, &[], &tokens));
        }
    }
    assertions
}

/// How a line is checked: by itself, with the instances that it names.
struct Line<'a> {
    blueprint: &'a Ident,
    paths: &'a Paths,
}

impl Line<'_> {
    /// Returns a reference to the constant of this kind of the instance with this index.
    fn instance(&self, kind: &str, at: usize) -> TokenStream {
        let (blueprint, constant) = (self.blueprint, constant_of(kind, at));
        quote!(&#blueprint::#constant)
    }

    /// Returns an instance with the name of one of its ports.
    fn port(&self, kind: &str, at: usize, port: &PortRef) -> TokenStream {
        let (instance, name) = (self.instance(kind, at), port.port_name());
        quote!((#instance, #name))
    }

    /// Asserts that `rule` finds nothing with its `arguments`; a finding underlines `tokens`, or the
    /// place of its subject.
    fn assertion(
        &self,
        rule: &TokenStream,
        arguments: &TokenStream,
        places: &[(&str, TokenStream)],
        tokens: &TokenStream,
    ) -> TokenStream {
        let paths = self.paths;
        let rule = paths.model(quote!(rules::#rule));
        let problem = Ident::new("problem", Span::mixed_site());
        let refuse =
            |tokens: &TokenStream| call(&paths.model(quote!(refuse)), tokens, quote!(&#problem));
        let refusal = refuse(tokens);
        let reaction = if places.is_empty() {
            quote!(#refusal)
        } else {
            let subject = paths.model(quote!(Subject));
            let arms = places.iter().map(|(place, tokens)| {
                let place = Ident::new(place, Span::call_site());
                let refusal = refuse(tokens);
                quote!(#subject::#place(_) => #refusal,)
            });
            quote! {
                match #problem.subject {
                    #(#arms)*
                    _ => #refusal,
                }
            }
        };
        quote! {
            const _: () = if let ::core::option::Option::Some(#problem) = #rule(#arguments) {
                #reaction
            };
        }
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
    let line = Line { blueprint: &blueprint.name, paths };
    let (name, rule) = (&blueprint.name, quote!(connection_released));
    let mut assertions = TokenStream::new();
    for checked in lock::checked(blueprint, indices, lock) {
        for index in checked.connections {
            let Some(connection) = blueprint.connections.get(index) else { continue };
            let index = Literal::usize_unsuffixed(index);
            let topic = Literal::usize_unsuffixed(checked.topic);
            let arguments = quote!(#name::CHECKED, #index, #topic);
            let tokens = connection.to.tokens();
            assertions.extend(line.assertion(&rule, &arguments, &[], &tokens));
        }
    }
    assertions
}

/// A panic that underlines `tokens`.
fn panic(tokens: &TokenStream, message: &TokenStream) -> TokenStream {
    call(&quote!(::core::panic!), tokens, quote!("{}", #message.as_str()))
}

/// A call that underlines `tokens`: its path stands on the first of them and its arguments on the last,
/// so that the whole is their range, on a stable compiler as well.
fn call(function: &TokenStream, tokens: &TokenStream, arguments: TokenStream) -> TokenStream {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(last);
    let arguments = TokenTree::Group(arguments);
    let function = function.clone().into_iter().map(|mut token| {
        token.set_span(first);
        token
    });
    quote!(#(#function)* #arguments)
}
