//! The assertions: one for each written line, about what only rustc can judge.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;

use super::Checked;
use super::expand::{instance, option};
use super::lock::{self, Lock};
use super::model::{Blueprint, Connection, Instance, PortRef, Topic};
use super::resolve::Indices;
use crate::paths::{Paths, call};

/// The checks that rustc makes, line by line.
pub(super) fn lines(checked: &Checked, paths: &Paths) -> TokenStream {
    let assertions = assertions(checked, paths);
    let hinted = hinted(checked, paths);
    quote!(#assertions #hinted)
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
    // Where a line is missing it may feed the inlet, and so may a name that could not be read.
    let may_be_fed = blueprint.gaps.ports || !indices.lost.is_empty();
    let connected: BTreeSet<(usize, String)> = (blueprint.connections.iter())
        .zip(&indices.connections)
        .flat_map(|(connection, (from, to))| {
            [(*from, connection.from.port_name()), (*to, connection.to.port_name())]
        })
        .collect();
    let entries = topics.map(|entry| (entry, false)).chain(unsound.map(|entry| (entry, true)));
    for ((Topic { port, settings }, instance), is_unsound) in entries {
        mention(*instance, port.port_name());
        let is_fed = is_unsound
            || may_be_fed
            || settings.name.is_some()
            || connected.contains(&(*instance, port.port_name()));
        let port_tokens = line.port("OUTLINE", *instance, port);
        let arguments = quote!(#port_tokens, #is_fed);
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
    for (topic, ports) in blueprint.topics.iter().zip(&hints.compacted) {
        let mut settings = topic.settings.kafka.iter();
        let Some(policy) = settings.find(|setting| setting.key == "cleanup.policy") else {
            continue;
        };
        for (at, port) in ports {
            let used = line.used("OUTLINE", *at);
            assertions.extend(line.assertion("compacted", quote!((#used, #port)), &policy.tokens));
        }
    }
    let knows_topics = sound.topics && indices.lost.is_empty() && !blueprint.gaps.ports;
    let application = blueprint.name.unraw().to_string();
    assertions.extend(inlets(checked, &line, knows_topics));
    let lists = hints.partitions.iter().zip(&hints.alike);
    for (at, (written, (partitions, alike))) in blueprint.instances.iter().zip(lists).enumerate() {
        if let Some(tokens) = &written.replicas_tokens
            && written.replicas > 1
            && knows_topics
        {
            let pairs = numbers(partitions);
            let instance = instance(written, "OUTLINE", paths);
            let arguments = quote!(&#instance, #pairs);
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

/// The constants about instances with several inlets.
fn inlets(checked: &Checked, line: &Line<'_>, knows_topics: bool) -> TokenStream {
    let Checked { blueprint, hints, sound, .. } = checked;
    let knows_topics = knows_topics && sound.connections.iter().all(|is_sound| *is_sound);
    let mut assertions = TokenStream::new();
    let lists = hints.twins.iter().zip(&hints.feeds).zip(&hints.uneven).enumerate();
    for ((at, ((twins, feeds), uneven)), written) in lists.zip(&blueprint.instances) {
        let (used, tokens) = (line.used("OUTLINE", at), written.name.to_token_stream());
        if knows_topics && !twins.is_empty() {
            let pairs = twins.iter().map(|(one, two)| quote!((#one, #two)));
            let arguments = quote!(#used, &[#(#pairs),*]);
            assertions.extend(line.assertion("twins", arguments, &tokens));
        }
        if !feeds.is_empty() {
            let fed = feeds.iter().map(|(inlet, from, outlet)| {
                let declared = line.declared("OUTLINE", *from);
                quote!((#inlet, #declared.has_key(#outlet)))
            });
            let arguments = quote!(#used, &[#(#fed),*]);
            assertions.extend(line.assertion("partitioning", arguments, &tokens));
        }
        if knows_topics && !uneven.is_empty() {
            let pairs = numbers(uneven);
            assertions.extend(line.assertion("partitions", quote!(#used, #pairs), &tokens));
        }
    }
    assertions
}

/// Returns ports with the numbers of their partitions.
fn numbers(partitions: &[(String, Option<u32>)]) -> TokenStream {
    let pairs = partitions.iter().map(|(port, number)| {
        let number = option(number.map(Literal::u32_unsuffixed));
        quote!((#port, #number))
    });
    quote!(&[#(#pairs),*])
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
        let (name, declared) = (written.name.unraw().to_string(), self.declared(declared, at));
        quote!(#name, #declared)
    }

    /// Returns how much the streamlet of the instance with this index declares.
    fn declared(&self, declared: &str, at: usize) -> TokenStream {
        let Some(written) = self.blueprint.instances.get(at) else { return TokenStream::new() };
        let ty = &written.streamlet;
        let streamlet = self.paths.private(quote!(IsStreamlet));
        let declared = Ident::new(declared, Span::call_site());
        quote!(<#ty as #streamlet>::#declared)
    }

    /// Returns the same with the name of a port.
    fn port(&self, declared: &str, at: usize, port: &PortRef) -> TokenStream {
        let (used, name) = (self.used(declared, at), port.port_name());
        quote!((#used, #name))
    }

    /// Judges the ports of a connection, and then their schemas. Those may not compile, so a function
    /// looks at them: in the constant itself they would silence the calls before.
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
            self.schemas(written, ends),
        ];
        let outlines = ports("OUTLINE");
        // Both ends may be misspelt, and a constant ends at the first.
        let right = self.assertion("inlet", outlines.clone(), &to.tokens());
        quote! {
            const _: () = {
                let (#outlet, #inlet) = (#outlines);
                #(#calls;)*
            };
            #right
        }
    }

    /// Judges the schemas of a connection.
    fn schemas(&self, written: &Connection, ends: (usize, usize)) -> TokenStream {
        let Connection { from, to, tokens } = written;
        let sides = [(ends.0, from), (ends.1, to)].map(|(at, port)| {
            let Instance { name, streamlet, .. } = self.blueprint.instances.get(at)?;
            let (name, port) = (name.unraw().to_string(), port.port_name());
            Some((streamlet, quote!((#name, #port))))
        });
        let [Some((left, from)), Some((right, to))] = sides else { return TokenStream::new() };
        let function = self.paths.private(quote!(schemas));
        call(quote!(#function::<#left, #right>), tokens, quote!(#from, #to))
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
pub(super) fn released(
    blueprint: &Blueprint,
    indices: &Indices,
    lock: &Lock,
    paths: &Paths,
) -> TokenStream {
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
