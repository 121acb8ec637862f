//! From names to indices: the ports of connections and topics.

use cloudflow_model::{Subject, instance_index};
use syn::ext::IdentExt;

use super::model::{Blueprint, PortRef};
use crate::errors::Errors;

/// The instances that the connections and the topics of a blueprint name.
pub(crate) struct Indices {
    /// Outlet and inlet of each connection.
    pub(crate) connections: Vec<(usize, usize)>,
    /// One for each topic entry.
    pub(crate) topics: Vec<usize>,
}

/// Looks every name up, and returns the indices if all are known.
pub(crate) fn indices(blueprint: &Blueprint, errors: &mut Errors) -> Option<Indices> {
    let names: Vec<String> =
        blueprint.instances.iter().map(|instance| instance.name.unraw().to_string()).collect();
    let known: Vec<&str> = names.iter().chain(&blueprint.unread).map(String::as_str).collect();
    let mut find = |port: &PortRef, subject: Subject| {
        let wanted = port.instance_name();
        match instance_index(&known, &wanted, subject) {
            // An instance that could not be read is known, and has no index.
            Ok(index) => (index < names.len()).then_some(index),
            Err(problem) => {
                errors.problem(&port.instance, &problem, None);
                None
            }
        }
    };
    let connections: Vec<_> = blueprint
        .connections
        .iter()
        .enumerate()
        .map(|(at, connection)| {
            let from = find(&connection.from, Subject::ConnectionFrom(at));
            let to = find(&connection.to, Subject::ConnectionTo(at));
            Some((from?, to?))
        })
        .collect();
    let topics: Vec<_> = blueprint
        .topics
        .iter()
        .enumerate()
        .map(|(at, topic)| find(&topic.port, Subject::Topic(at)))
        .collect();
    Some(Indices {
        connections: connections.into_iter().collect::<Option<_>>()?,
        topics: topics.into_iter().collect::<Option<_>>()?,
    })
}
