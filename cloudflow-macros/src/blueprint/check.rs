//! The rules about names, each finding on the tokens to fix.

use cloudflow_model::{
    self as model, Connection, Descriptor, Instance, PortRef, Problem, Setting, Subject, Topic,
    hints, rules,
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
};

/// What the rules about types need to know about other lines than their own; see the model's `hints`.
pub(crate) struct Hints {
    /// For each instance, ports with the numbers of partitions.
    pub(crate) partitions: Vec<Vec<(String, Option<u32>)>>,
    /// For each instance, earlier ones.
    pub(crate) alike: Vec<Vec<usize>>,
    /// For each topic entry, an earlier one.
    pub(crate) first_of_name: Vec<Option<usize>>,
}

/// Checks every name; connections and topics only where their instances are known.
pub(crate) fn names(
    blueprint: &Blueprint,
    indices: Option<&Indices>,
    errors: &mut Errors,
) -> Hints {
    let name = blueprint.name.unraw().to_string();
    let instance_names: Vec<_> =
        blueprint.instances.iter().map(|instance| instance.name.unraw().to_string()).collect();
    let instances: Vec<_> = instance_names
        .iter()
        .zip(&blueprint.instances)
        .map(|(name, written::Instance { replicas, .. })| Instance {
            name,
            streamlet: &UNKNOWN,
            replicas: *replicas,
            config: &[],
        })
        .collect();
    let ports: Vec<_> = blueprint
        .connections
        .iter()
        .map(|connection| (connection.from.port_name(), connection.to.port_name()))
        .collect();
    let settings: Vec<Vec<_>> = blueprint.topics.iter().map(settings).collect();
    let topic_ports: Vec<_> = blueprint.topics.iter().map(|topic| topic.port.port_name()).collect();
    let (mut connections, mut topics) = (Vec::new(), Vec::new());
    if let Some(indices) = indices {
        connections.extend(indices.connections.iter().zip(&ports).map(
            |((from, to), (outlet, inlet))| Connection {
                from: PortRef { instance: *from, port: outlet },
                to: PortRef { instance: *to, port: inlet },
            },
        ));
        topics.extend(
            blueprint.topics.iter().zip(&settings).zip(&topic_ports).zip(&indices.topics).map(
                |(((topic, settings), port), instance)| Topic {
                    port: PortRef { instance: *instance, port },
                    name: topic.settings.name.as_ref().map(|name| name.text.as_str()),
                    partitions: topic.settings.partitions,
                    replicas: topic.settings.replicas,
                    managed: topic.settings.managed.unwrap_or(true),
                    settings,
                },
            ),
        );
    }
    let checked = model::Blueprint {
        name: &name,
        description: "",
        instances: &instances,
        connections: &connections,
        topics: &topics,
        locks: model::Locks::NONE,
    };
    // A blueprint whose instances could not be read is not empty.
    if blueprint.unread.is_empty() {
        report(blueprint, rules::blueprint_names(&checked).as_ref(), errors);
    }
    for at in 0..instances.len() {
        report(blueprint, rules::instance_names(&checked, at).as_ref(), errors);
    }
    for at in 0..connections.len() {
        report(blueprint, rules::connection_names(&checked, at).as_ref(), errors);
    }
    for at in 0..topics.len() {
        report(blueprint, rules::topic_names(&checked, at).as_ref(), errors);
        for setting in 0..topics.get(at).map_or(0, |topic| topic.settings.len()) {
            let problem = rules::topic_setting_names(&checked, at, setting);
            report(blueprint, problem.as_ref(), errors);
        }
    }
    let owned = |list: Vec<(&str, _)>| {
        list.into_iter().map(|(port, number)| (port.to_owned(), number)).collect()
    };
    Hints {
        partitions: hints::partitions(&checked).into_iter().map(owned).collect(),
        alike: hints::alike(&checked),
        first_of_name: hints::first_of_name(&checked),
    }
}

/// Returns what a topic entry sets under Kafka's own keys.
fn settings(topic: &written::Topic) -> Vec<Setting<'_>> {
    topic.settings.kafka.iter().map(|one| Setting { key: &one.key, value: &one.value }).collect()
}

fn report(blueprint: &Blueprint, problem: Option<&Problem>, errors: &mut Errors) {
    if let Some(problem) = problem {
        let other = problem.related.map(|subject| tokens(blueprint, subject).span());
        errors.problem(tokens(blueprint, problem.subject), problem, other);
    }
}

/// Returns the tokens that a problem is about.
fn tokens(blueprint: &Blueprint, subject: Subject) -> TokenStream {
    let instance = |at: usize| blueprint.instances.get(at);
    let connection = |at: usize| blueprint.connections.get(at);
    let topic = |at: usize| blueprint.topics.get(at);
    let found = match subject {
        Subject::Instance(at) => instance(at).map(|instance| instance.name.to_token_stream()),
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
