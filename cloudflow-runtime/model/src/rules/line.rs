//! The rules about types as the macro asks them: each line of a blueprint by itself, with the
//! instances that it names and no others.
//!
//! rustc evaluates nothing that does not compile. Were the lines judged in the blueprint as a whole,
//! one instance whose type does not exist would make it silent about all of them.

use super::cf09_unconnected_inlet::{is_mentioned, is_port};
use super::{
    cf04_unknown_outlet, cf05_unknown_inlet, cf06_reversed_connection, cf07_schema_mismatch,
    instance_claims, instance_ports, instance_replicas, instance_types, setting_types,
    topic_schema, topic_types,
};
use crate::{Blueprint, Connection, Instance, Locks, PortRef, Problem, Topic};

/// An instance with the name of one of its ports.
type Port<'a> = (&'a Instance<'a>, &'a str);

const fn blueprint<'a>(name: &'a str, instances: &'a [Instance<'a>]) -> Blueprint<'a> {
    Blueprint {
        name,
        description: "",
        instances,
        connections: &[],
        topics: &[],
        locks: Locks::NONE,
    }
}

const fn topic<'a>(instance: usize, port: &'a str, name: Option<&'a str>) -> Topic<'a> {
    let port = PortRef { instance, port };
    Topic { port, name, partitions: None, replicas: None, managed: true, settings: &[] }
}

const fn joined<'a>(from: &Port<'a>, to: &Port<'a>) -> [Connection<'a>; 1] {
    let (from, to) = (PortRef { instance: 0, port: from.1 }, PortRef { instance: 1, port: to.1 });
    [Connection { from, to }]
}

/// Returns what the rules about ports find about a connection, which need no schema.
pub const fn connection(from: Port<'_>, to: Port<'_>) -> Option<Problem> {
    let (instances, connections) = ([*from.0, *to.0], joined(&from, &to));
    let blueprint = Blueprint { connections: &connections, ..blueprint("", &instances) };
    if let Some(problem) = cf06_reversed_connection::check(&blueprint, 0) {
        return Some(problem);
    }
    match cf04_unknown_outlet::check(&blueprint, 0) {
        Some(problem) => Some(problem),
        None => cf05_unknown_inlet::check(&blueprint, 0),
    }
}

/// Returns what is found about the schemas of a connection, if there are both ports.
pub const fn schemas(from: Port<'_>, to: Port<'_>) -> Option<Problem> {
    let (instances, connections) = ([*from.0, *to.0], joined(&from, &to));
    let blueprint = Blueprint { connections: &connections, ..blueprint("", &instances) };
    cf07_schema_mismatch::check(&blueprint, 0)
}

/// Returns what [`topic_types`] finds about an entry for this port.
pub const fn entry(port: Port<'_>) -> Option<Problem> {
    let (instances, topics) = ([*port.0], [topic(0, port.1, None)]);
    topic_types(&Blueprint { topics: &topics, ..blueprint("", &instances) }, 0)
}

/// Returns what [`topic_schema`] finds about two entries of one name; `first` stands before `port`.
pub const fn entries(name: &str, first: Port<'_>, port: Port<'_>) -> Option<Problem> {
    let instances = [*first.0, *port.0];
    let topics = [topic(0, first.1, Some(name)), topic(1, port.1, Some(name))];
    topic_schema(&Blueprint { topics: &topics, ..blueprint("", &instances) }, 1, 0)
}

/// Returns what [`instance_ports`] finds about an instance of which these ports are mentioned.
///
/// Where a line could not be read for its instance alone, its port is `doubtful`: an instance that has
/// a port of that name may be the one that was meant.
pub const fn ports(
    instance: &Instance<'_>,
    mentioned: &[&str],
    doubtful: &[&str],
) -> Option<Problem> {
    let mut at = 0;
    while at < doubtful.len() {
        if is_port(instance.streamlet, doubtful[at]) && !is_mentioned(mentioned, doubtful[at]) {
            return None;
        }
        at += 1;
    }
    instance_ports(&blueprint("", &[*instance]), 0, mentioned)
}

/// Returns what [`instance`](super::instance) finds about an instance of this application, of which
/// these ports are mentioned.
pub const fn instance(
    application: &str,
    instance: &Instance<'_>,
    mentioned: &[&str],
) -> Option<Problem> {
    super::instance(&blueprint(application, &[*instance]), 0, mentioned)
}

/// Returns what [`instance_types`] finds about an instance of this application.
pub const fn volumes(application: &str, instance: &Instance<'_>) -> Option<Problem> {
    instance_types(&blueprint(application, &[*instance]), 0)
}

/// Returns what [`instance_replicas`] finds about an instance.
pub const fn replicas(
    instance: &Instance<'_>,
    partitions: &[(&str, Option<u32>)],
) -> Option<Problem> {
    instance_replicas(&blueprint("", &[*instance]), 0, partitions)
}

/// Returns what [`instance_claims`] finds about an instance beside `other` one.
pub const fn claims(
    application: &str,
    instance: &Instance<'_>,
    other: &Instance<'_>,
) -> Option<Problem> {
    instance_claims(&blueprint(application, &[*instance, *other]), 0, &[1])
}

/// Returns what [`setting_types`] finds about the setting with this index.
pub const fn setting(instance: &Instance<'_>, index: usize) -> Option<Problem> {
    setting_types(&blueprint("", &[*instance]), 0, index)
}
