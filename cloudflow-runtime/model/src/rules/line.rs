//! The rules about types as the macro asks them: each line of a blueprint by itself, with the
//! streamlets that it names and no others.
//!
//! rustc evaluates nothing that does not compile. Were the lines judged in the blueprint as a whole,
//! one instance whose type does not exist would make it silent about all of them.
//!
//! Each function ends const evaluation where its caller stands if its rules find something: one call
//! for each line is the least that rustc can be given to do.

use super::ports::{is_mentioned, is_port};
use super::{
    cf04_unknown_outlet, cf05_unknown_inlet, cf06_reversed_connection, cf07_schema_mismatch,
    instance_claims, instance_partitioning, instance_partitions, instance_ports, instance_replicas,
    instance_twins, instance_types, setting_types, topic_keys, topic_schema, topic_types,
};
use crate::{
    Blueprint, Connection, Descriptor, Instance, Locks, PortRef, Problem, Resources, Setting,
    Topic, refuse,
};

/// The name of an instance, what its streamlet declares, and the name of one of its ports.
pub type Port<'a> = (&'a str, &'a Descriptor<'a>, &'a str);

/// Returns an instance of which only the streamlet matters.
const fn used<'a>(name: &'a str, streamlet: &'a Descriptor<'a>) -> Instance<'a> {
    Instance { name, streamlet, replicas: 1, resources: Resources::DEFAULT, config: &[] }
}

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

const fn joined<'a>(from: Port<'a>, to: Port<'a>) -> [Connection<'a>; 1] {
    let (from, to) = (PortRef { instance: 0, port: from.2 }, PortRef { instance: 1, port: to.2 });
    [Connection { from, to }]
}

#[track_caller]
const fn judge(problem: Option<Problem>) {
    if let Some(problem) = problem {
        refuse(&problem);
    }
}

const fn has_outlet(port: Port<'_>) -> bool {
    port.1.outlet(port.2).is_some()
}

const fn has_inlet(port: Port<'_>) -> bool {
    port.1.inlet(port.2).is_some()
}

/// Judges the direction of a connection.
#[track_caller]
pub const fn direction(from: Port<'_>, to: Port<'_>) {
    // Most connections are as they should be; the rule is asked for its words.
    if has_outlet(from) || has_inlet(to) {
        return;
    }
    let (instances, connections) = ([used(from.0, from.1), used(to.0, to.1)], joined(from, to));
    let blueprint = Blueprint { connections: &connections, ..blueprint("", &instances) };
    judge(cf06_reversed_connection::check(&blueprint, 0));
}

/// Judges the left side of a connection that is not reversed.
#[track_caller]
pub const fn outlet(port: Port<'_>) {
    if has_outlet(port) {
        return;
    }
    let (instances, connections) = ([used(port.0, port.1)], joined(port, port));
    let blueprint = Blueprint { connections: &connections, ..blueprint("", &instances) };
    judge(cf04_unknown_outlet::check(&blueprint, 0));
}

/// Judges one of the right sides of a connection, unless the connection is reversed.
#[track_caller]
pub const fn inlet(from: Port<'_>, to: Port<'_>) {
    if has_inlet(to) {
        return;
    }
    let (instances, connections) = ([used(from.0, from.1), used(to.0, to.1)], joined(from, to));
    let blueprint = Blueprint { connections: &connections, ..blueprint("", &instances) };
    if cf06_reversed_connection::check(&blueprint, 0).is_none() {
        judge(cf05_unknown_inlet::check(&blueprint, 0));
    }
}

/// Judges the schemas of a connection, if there are both ports.
#[track_caller]
pub const fn schemas(from: Port<'_>, to: Port<'_>) {
    let (instances, connections) = ([used(from.0, from.1), used(to.0, to.1)], joined(from, to));
    let blueprint = Blueprint { connections: &connections, ..blueprint("", &instances) };
    judge(cf07_schema_mismatch::check(&blueprint, 0));
}

/// Judges a topic entry for this port; `is_fed` where it names its topic, or where a connection
/// mentions the port.
#[track_caller]
pub const fn entry(port: Port<'_>, is_fed: bool) {
    let (instances, topics) = ([used(port.0, port.1)], [topic(0, port.2, None)]);
    let fed = [Connection { from: topics[0].port, to: topics[0].port }];
    let connections: &[Connection<'_>] = if is_fed { &fed } else { &[] };
    let alone = Blueprint { topics: &topics, connections, ..blueprint("", &instances) };
    judge(topic_types(&alone, 0));
}

/// Judges the second of two topic entries of one name.
#[track_caller]
pub const fn entries(name: &str, first: Port<'_>, second: Port<'_>) {
    let instances = [used(first.0, first.1), used(second.0, second.1)];
    let topics = [topic(0, first.2, Some(name)), topic(1, second.2, Some(name))];
    judge(topic_schema(&Blueprint { topics: &topics, ..blueprint("", &instances) }, 1, 0));
}

/// Judges a port of a topic that is compacted.
#[track_caller]
pub const fn compacted(port: Port<'_>) {
    let settings = [Setting { key: "cleanup.policy", value: "compact" }];
    let (instances, entry) = ([used(port.0, port.1)], topic(0, port.2, None));
    let topics = [Topic { settings: &settings, ..entry }];
    let blueprint = Blueprint { topics: &topics, ..blueprint("", &instances) };
    judge(topic_keys(&blueprint, 0, entry.port));
}

/// Judges an instance of this application, of which these ports are mentioned.
#[track_caller]
pub const fn instance(
    application: &str,
    name: &str,
    streamlet: &Descriptor<'_>,
    mentioned: &[&str],
) {
    judge(super::instance(&blueprint(application, &[used(name, streamlet)]), 0, mentioned));
}

/// Judges the ports of an instance of which these are mentioned.
///
/// Where a line could not be read for its instance alone, its port is `doubtful`: an instance that has
/// a port of that name may be the one that was meant.
#[track_caller]
pub const fn ports(name: &str, streamlet: &Descriptor<'_>, mentioned: &[&str], doubtful: &[&str]) {
    let mut at = 0;
    while at < doubtful.len() {
        if is_port(streamlet, doubtful[at]) && !is_mentioned(mentioned, doubtful[at]) {
            return;
        }
        at += 1;
    }
    judge(instance_ports(&blueprint("", &[used(name, streamlet)]), 0, mentioned));
}

/// Judges the volumes of an instance of this application.
#[track_caller]
pub const fn volumes(application: &str, name: &str, streamlet: &Descriptor<'_>) {
    judge(instance_types(&blueprint(application, &[used(name, streamlet)]), 0));
}

/// Judges the replicas of an instance whose topics have these partitions.
#[track_caller]
pub const fn replicas(instance: &Instance<'_>, partitions: &[(&str, Option<u32>)]) {
    judge(instance_replicas(&blueprint("", &[*instance]), 0, partitions));
}

/// Judges the inlets of an instance, of whose ports these use one topic.
#[track_caller]
pub const fn twins(name: &str, streamlet: &Descriptor<'_>, twins: &[(&str, &str)]) {
    judge(instance_twins(&blueprint("", &[used(name, streamlet)]), 0, twins));
}

/// Judges whether an instance says how its partitions are read; `fed` has an inlet for each outlet that
/// feeds it, and whether that gives its records keys.
#[track_caller]
pub const fn partitioning(name: &str, streamlet: &Descriptor<'_>, fed: &[(&str, bool)]) {
    judge(instance_partitioning(&blueprint("", &[used(name, streamlet)]), 0, fed));
}

/// Judges the co-partitioned inlets of an instance whose topics have these partitions.
#[track_caller]
pub const fn partitions(
    name: &str,
    streamlet: &Descriptor<'_>,
    partitions: &[(&str, Option<u32>)],
) {
    judge(instance_partitions(&blueprint("", &[used(name, streamlet)]), 0, partitions));
}

/// Judges the claims of an instance beside those of an earlier one.
#[track_caller]
pub const fn claims(
    application: &str,
    (name, streamlet): (&str, &Descriptor<'_>),
    (earlier, other): (&str, &Descriptor<'_>),
) {
    let instances = [used(name, streamlet), used(earlier, other)];
    judge(instance_claims(&blueprint(application, &instances), 0, &[1]));
}

/// Judges the setting with this index of an instance.
#[track_caller]
pub const fn setting(instance: &Instance<'_>, index: usize) {
    judge(setting_types(&blueprint("", &[*instance]), 0, index));
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;
    use crate::rules::fixture::{SINK, SOURCE};

    #[test]
    fn a_doubtful_port_excuses_an_instance() {
        let judge = |doubtful: &'static [&'static str]| {
            catch_unwind(|| ports("log", &SINK, &[], doubtful)).is_ok()
        };
        assert!(judge(&["in"]));
        assert!(!judge(&["data"]));
        assert!(!judge(&[]));
    }

    #[test]
    fn a_line_is_judged_by_the_rules() {
        let ends = |outlet, inlet| {
            catch_unwind(move || direction(("a", &SOURCE, outlet), ("b", &SINK, inlet))).is_ok()
                && catch_unwind(move || super::outlet(("a", &SOURCE, outlet))).is_ok()
                && catch_unwind(move || super::inlet(("a", &SOURCE, "out"), ("b", &SINK, inlet)))
                    .is_ok()
        };
        assert!(ends("out", "in"));
        assert!(!ends("ouut", "in"));
        assert!(!ends("out", "inn"));
    }
}
