//! The rules about names, each finding on the tokens to fix.

use cloudflow_model::{
    self as model, Connection, Descriptor, Instance, Partitioning, PortRef, Problem, Resources,
    Setting, Subject, Topic, hints, rules,
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{self as written, Blueprint};
use super::resolve::Indices;
use crate::errors::Errors;

/// Only rustc knows the descriptors, and no rule about names looks at them.
const UNKNOWN: Descriptor<'static> = Descriptor {
    name: "",
    description: "",
    inlets: &[],
    outlets: &[],
    config: &[],
    volumes: &[],
    server: None,
    partitioning: Partitioning::Unsaid,
};

/// What the rules about types need to know about other lines than their own; see the model's `hints`.
pub(crate) struct Hints {
    /// For each instance, ports with the numbers of partitions.
    pub(crate) partitions: Vec<Vec<(String, Option<u32>)>>,
    /// For each instance, the same where the numbers differ.
    pub(crate) uneven: Vec<Vec<(String, Option<u32>)>>,
    /// For each instance with several inlets, those with an outlet that feeds them.
    pub(crate) feeds: Vec<Vec<(String, usize, String)>>,
    /// For each instance, pairs of ports that use one topic.
    pub(crate) twins: Vec<Vec<(String, String)>>,
    /// For each instance, earlier ones.
    pub(crate) alike: Vec<Vec<usize>>,
    /// For each topic entry, an earlier one.
    pub(crate) first_of_name: Vec<Option<usize>>,
    /// For each topic entry that is compacted, the ports of the topic.
    pub(crate) compacted: Vec<Vec<(usize, String)>>,
}

/// Which lines are as they should be, as far as names tell.
pub(crate) struct Sound {
    /// The name of the blueprint and those of its instances.
    pub(crate) names: bool,
    /// For each connection.
    pub(crate) connections: Vec<bool>,
    /// Everything about topics: nothing is missing, and no number of partitions is in doubt.
    pub(crate) topics: bool,
}

/// Checks every name, and finds what the rules about types need to know.
pub(crate) fn names(
    blueprint: &Blueprint,
    indices: &Indices,
    errors: &mut Errors,
) -> (Hints, Sound) {
    let name = blueprint.name.unraw().to_string();
    let instance_names: Vec<_> =
        blueprint.instances.iter().map(|instance| instance.name.unraw().to_string()).collect();
    let instances: Vec<_> = instance_names
        .iter()
        .zip(&blueprint.instances)
        .map(|(name, written::Instance { replicas, cpu, memory, .. })| Instance {
            name,
            streamlet: &UNKNOWN,
            replicas: *replicas,
            resources: Resources { cpu: text(cpu.as_ref()), memory: text(memory.as_ref()) },
            config: &[],
        })
        .collect();
    let ports: Vec<_> = blueprint
        .connections
        .iter()
        .map(|connection| (connection.from.port_name(), connection.to.port_name()))
        .collect();
    let connections: Vec<_> = indices
        .connections
        .iter()
        .zip(&ports)
        .map(|((from, to), (outlet, inlet))| Connection {
            from: PortRef { instance: *from, port: outlet },
            to: PortRef { instance: *to, port: inlet },
        })
        .collect();
    let settings: Vec<Vec<_>> = blueprint.topics.iter().map(settings).collect();
    let topic_ports: Vec<_> = blueprint.topics.iter().map(|topic| topic.port.port_name()).collect();
    let topics: Vec<_> = blueprint
        .topics
        .iter()
        .zip(&settings)
        .zip(&topic_ports)
        .zip(&indices.topics)
        .map(|(((written, settings), port), instance)| topic(written, settings, port, *instance))
        .collect();
    let checked = model::Blueprint {
        name: &name,
        description: "",
        instances: &instances,
        connections: &connections,
        topics: &topics,
        locks: model::Locks::NONE,
    };
    let report = |problem: Option<Problem>, errors: &mut Errors| {
        report(|subject| tokens(blueprint, subject), problem.as_ref(), errors)
    };
    let before = errors.count();
    // A blueprint whose instances could not be read is not empty.
    if blueprint.unread.is_empty() && !blueprint.gaps.instances {
        report(rules::blueprint_names(&checked), errors);
    } else {
        report(rules::cf17_kubernetes_name_too_long::check(&checked), errors);
    }
    for at in 0..instances.len() {
        report(rules::instance_names(&checked, at), errors);
    }
    let names = errors.count() == before;
    for at in 0..instances.len() {
        report(rules::instance_cpu(&checked, at), errors);
        report(rules::instance_memory(&checked, at), errors);
    }
    let sound_connections = (0..connections.len())
        .map(|at| report(rules::connection_names(&checked, at), errors))
        .collect();
    let before = errors.count();
    for at in 0..topics.len() {
        report(rules::topic_names(&checked, at), errors);
        for setting in 0..topics.get(at).map_or(0, |topic| topic.settings.len()) {
            report(rules::topic_setting_names(&checked, at, setting), errors);
        }
    }
    let topics = errors.count() == before && blueprint.unsound_topics.is_empty();
    for (written, instance) in blueprint.unsound_topics.iter().zip(&indices.unsound_topics) {
        unsound_topic(written, *instance, &checked, errors);
    }
    let feed =
        |inlet: &str, from: PortRef<'_>| (inlet.to_owned(), from.instance, from.port.to_owned());
    let owned = |list: Vec<(&str, _)>| {
        list.into_iter().map(|(port, number)| (port.to_owned(), number)).collect()
    };
    let hints = Hints {
        partitions: hints::partitions(&checked).into_iter().map(owned).collect(),
        uneven: hints::uneven(&checked).into_iter().map(owned).collect(),
        feeds: hints::feeds(&checked)
            .into_iter()
            .map(|list| list.into_iter().map(|(inlet, from)| feed(inlet, from)).collect())
            .collect(),
        twins: hints::twins(&checked)
            .into_iter()
            .map(|list| list.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
            .collect(),
        alike: hints::alike(&checked),
        first_of_name: hints::first_of_name(&checked),
        compacted: hints::compacted(&checked)
            .into_iter()
            .map(|ports| ports.into_iter().map(|(at, port)| (at, port.to_owned())).collect())
            .collect(),
    };
    (hints, Sound { names, connections: sound_connections, topics })
}

fn topic<'a>(
    written: &'a written::Topic,
    settings: &'a [Setting<'a>],
    port: &'a str,
    instance: usize,
) -> Topic<'a> {
    Topic {
        port: PortRef { instance, port },
        name: text(written.settings.name.as_ref()),
        partitions: written.settings.partitions,
        replicas: written.settings.replicas,
        managed: written.settings.managed.unwrap_or(true),
        settings,
    }
}

/// Checks the settings that could be read of an entry, each by itself.
fn unsound_topic(
    written: &written::Topic,
    instance: usize,
    blueprint: &model::Blueprint<'_>,
    errors: &mut Errors,
) {
    let (settings, port) = (settings(written), written.port.port_name());
    let topics = [topic(written, &settings, &port, instance)];
    let alone = model::Blueprint { topics: &topics, connections: &[], ..*blueprint };
    let tokens = |subject| match subject {
        Subject::TopicSetting(_, setting) => {
            written.settings.kafka.get(setting).map(|setting| setting.tokens.clone())
        }
        _ => None,
    };
    let tokens = |subject| tokens(subject).unwrap_or_else(|| written.port.tokens());
    for setting in 0..settings.len() {
        let problem = rules::cf20_topic_setting::check(&alone, 0, setting);
        report(tokens, problem.as_ref(), errors);
    }
}

fn text(written: Option<&written::Written>) -> Option<&str> {
    written.map(|written| written.text.as_str())
}

/// Returns what a topic entry sets under Kafka's own keys.
fn settings(topic: &written::Topic) -> Vec<Setting<'_>> {
    topic.settings.kafka.iter().map(|one| Setting { key: &one.key, value: &one.value }).collect()
}

/// Reports a problem, and returns whether there was none.
fn report(
    tokens: impl Fn(Subject) -> TokenStream,
    problem: Option<&Problem>,
    errors: &mut Errors,
) -> bool {
    if let Some(problem) = problem {
        let other = problem.related.map(|subject| tokens(subject).span());
        errors.problem(tokens(problem.subject), problem, other);
    }
    problem.is_none()
}

/// Returns the tokens that a problem is about.
fn tokens(blueprint: &Blueprint, subject: Subject) -> TokenStream {
    let instance = |at: usize| blueprint.instances.get(at);
    let connection = |at: usize| blueprint.connections.get(at);
    let topic = |at: usize| blueprint.topics.get(at);
    let found = match subject {
        Subject::Instance(at) => instance(at).map(|instance| instance.name.to_token_stream()),
        Subject::InstanceCpu(at) => {
            instance(at).and_then(|instance| instance.cpu.as_ref()).map(|cpu| cpu.tokens.clone())
        }
        Subject::InstanceMemory(at) => instance(at)
            .and_then(|instance| instance.memory.as_ref())
            .map(|memory| memory.tokens.clone()),
        Subject::InstanceSetting(at, setting) => instance(at)
            .and_then(|instance| instance.config.get(setting))
            .map(|setting| setting.tokens.clone()),
        Subject::Connection(at) => connection(at).map(|connection| connection.tokens.clone()),
        Subject::ConnectionFrom(at) => connection(at).map(|connection| connection.from.tokens()),
        Subject::ConnectionTo(at) => connection(at).map(|connection| connection.to.tokens()),
        Subject::Topic(at) => topic(at).map(|topic| topic.port.tokens()),
        Subject::TopicSetting(at, setting) => topic(at)
            .and_then(|topic| topic.settings.kafka.get(setting))
            .map(|setting| setting.tokens.clone()),
        Subject::TopicName(at) => {
            topic(at).and_then(|topic| topic.settings.name.as_ref()).map(|name| name.tokens.clone())
        }
        _ => None,
    };
    found.unwrap_or_else(|| blueprint.name.to_token_stream())
}
