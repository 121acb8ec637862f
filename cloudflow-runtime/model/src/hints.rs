//! What ordinary code finds out about a blueprint before rustc judges it.
//!
//! Some rules about one instance or topic depend on others. Const evaluation would have to compare all
//! with all, which takes seconds for hundreds of them; maps find the few that matter at once. Names
//! are enough for that, so the macros hand the hints to the rules.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::name::outside;
use crate::{Blueprint, DEFAULT_PARTITIONS, PortRef, Setting, Topic, Topology};

type Port<'a> = (usize, &'a str);

/// Returns, for each instance, the ports whose topics have entries, each with the number of its
/// partitions, or nothing where nobody knows.
///
/// Instances with one replica have no need of it and get an empty list.
pub fn partitions<'a>(blueprint: &Blueprint<'a>) -> Vec<Vec<(&'a str, Option<u32>)>> {
    let mut lists = vec![Vec::new(); blueprint.instances.len()];
    for ((instance, port), number) in known_partitions(blueprint) {
        if let (Some(list), Some(found)) =
            (lists.get_mut(instance), blueprint.instances.get(instance))
            && found.replicas > 1
        {
            list.push((port, number));
        }
    }
    lists
}

/// Returns the same for each instance with several ports that may be inlets, where the numbers are not
/// all the default.
pub fn uneven<'a>(blueprint: &Blueprint<'a>) -> Vec<Vec<(&'a str, Option<u32>)>> {
    let senders = senders(blueprint);
    let mut lists = vec![Vec::new(); blueprint.instances.len()];
    for ((instance, port), number) in known_partitions(blueprint) {
        if let Some(list) = lists.get_mut(instance)
            && !senders.contains(&(instance, port))
        {
            list.push((port, number));
        }
    }
    let entries = blueprint.topics.iter().map(|topic| key(topic.port));
    let receivers: BTreeSet<_> = (blueprint.connections.iter())
        .map(|connection| key(connection.to))
        .chain(entries.filter(|port| !senders.contains(port)))
        .collect();
    for (instance, list) in lists.iter_mut().enumerate() {
        let several = receivers.iter().filter(|port| port.0 == instance).nth(1).is_some();
        let is_default = |(_, number): &(_, Option<u32>)| *number == Some(DEFAULT_PARTITIONS);
        if !several || list.iter().all(is_default) {
            list.clear();
        }
    }
    lists
}

/// Returns the ports whose topics have entries, each with the number of its partitions.
fn known_partitions<'a>(blueprint: &Blueprint<'a>) -> BTreeMap<Port<'a>, Option<u32>> {
    let neighbours = neighbours(blueprint);
    let of = |port: &Port<'a>| neighbours.get(port).into_iter().flatten();
    let named: BTreeMap<&str, u32> = blueprint
        .topics
        .iter()
        .filter_map(|topic| Some((topic.name?, topic.partitions?)))
        .collect();
    let mut known: BTreeMap<Port<'a>, Option<u32>> = BTreeMap::new();
    for topic in blueprint.topics {
        let number = number(topic, &named);
        let port = key(topic.port);
        known.insert(port, number);
        for near in of(&port) {
            known.insert(*near, number);
            known.extend(of(near).map(|far| (*far, number)));
        }
    }
    known
}

/// Returns the ports on the left sides of connections.
fn senders<'a>(blueprint: &Blueprint<'a>) -> BTreeSet<Port<'a>> {
    blueprint.connections.iter().map(|connection| key(connection.from)).collect()
}

/// Returns, for each instance with several inlets, those that connections feed, each with an outlet
/// that does.
pub fn feeds<'a>(blueprint: &Blueprint<'a>) -> Vec<Vec<(&'a str, PortRef<'a>)>> {
    let mut lists = vec![Vec::new(); blueprint.instances.len()];
    for connection in blueprint.connections {
        if let Some(list) = lists.get_mut(connection.to.instance) {
            list.push((connection.to.port, connection.from));
        }
    }
    for list in &mut lists {
        let first = list.first().map(|(inlet, _)| *inlet);
        if list.iter().all(|(inlet, _)| Some(*inlet) == first) {
            list.clear();
        }
    }
    lists
}

/// Returns, for each instance, pairs of its ports that use one topic and may both be inlets.
pub fn twins<'a>(blueprint: &Blueprint<'a>) -> Vec<Vec<(&'a str, &'a str)>> {
    let senders = senders(blueprint);
    let mut first: BTreeMap<(usize, usize), &'a str> = BTreeMap::new();
    let mut lists = vec![Vec::new(); blueprint.instances.len()];
    for (port, topic) in topics(blueprint) {
        if senders.contains(&port) {
            continue;
        }
        let known = *first.entry((port.0, topic)).or_insert(port.1);
        if known != port.1
            && let Some(list) = lists.get_mut(port.0)
        {
            list.push((known, port.1));
        }
    }
    lists
}

/// Returns the topic of each port that is mentioned, as a number.
fn topics<'a>(blueprint: &Blueprint<'a>) -> BTreeMap<Port<'a>, usize> {
    let mut neighbours = neighbours(blueprint);
    let mut named: BTreeMap<&str, Port<'a>> = BTreeMap::new();
    for topic in blueprint.topics {
        let port = key(topic.port);
        neighbours.entry(port).or_default();
        if let Some(name) = topic.name {
            let first = *named.entry(name).or_insert(port);
            neighbours.entry(first).or_default().push(port);
            neighbours.entry(port).or_default().push(first);
        }
    }
    let mut topics = BTreeMap::new();
    for (number, port) in neighbours.keys().enumerate() {
        let mut open = vec![*port];
        while let Some(port) = open.pop() {
            if let Entry::Vacant(place) = topics.entry(port) {
                place.insert(number);
                open.extend(neighbours.get(&port).into_iter().flatten());
            }
        }
    }
    topics
}

/// Returns the ports that each port is connected to.
fn neighbours<'a>(blueprint: &Blueprint<'a>) -> BTreeMap<Port<'a>, Vec<Port<'a>>> {
    let mut neighbours: BTreeMap<Port<'a>, Vec<Port<'a>>> = BTreeMap::new();
    for connection in blueprint.connections {
        let (from, to) = (key(connection.from), key(connection.to));
        neighbours.entry(from).or_default().push(to);
        neighbours.entry(to).or_default().push(from);
    }
    neighbours
}

fn key(port: PortRef<'_>) -> Port<'_> {
    (port.instance, port.port)
}

/// Returns how many partitions a topic has; another entry of its name may say so.
fn number(topic: &Topic<'_>, named: &BTreeMap<&str, u32>) -> Option<u32> {
    let shared = topic.name.and_then(|name| named.get(name).copied());
    topic.partitions.or(shared).or(topic.managed.then_some(DEFAULT_PARTITIONS))
}

/// Returns, for each instance, those before it whose claims could have the names of its own: the name
/// of one continues that of the other behind a `-`.
pub fn alike(blueprint: &Blueprint<'_>) -> Vec<Vec<usize>> {
    let names: Vec<String> =
        blueprint.instances.iter().map(|instance| outside(instance.name)).collect();
    let indices: BTreeMap<&str, usize> =
        names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut lists = vec![Vec::new(); names.len()];
    for (at, name) in names.iter().enumerate() {
        for (dash, _) in name.match_indices('-') {
            if let Some(shorter) = name.get(..dash).and_then(|start| indices.get(start)) {
                let (first, later) = (at.min(*shorter), at.max(*shorter));
                if let Some(list) = lists.get_mut(later) {
                    list.push(first);
                }
            }
        }
    }
    lists
}

/// Returns, for each topic entry, the first one of the same name before it.
pub fn first_of_name(blueprint: &Blueprint<'_>) -> Vec<Option<usize>> {
    let mut first = BTreeMap::new();
    let topics = blueprint.topics.iter().enumerate();
    topics
        .map(|(at, topic)| {
            let known = *first.entry(topic.name?).or_insert(at);
            (known < at).then_some(known)
        })
        .collect()
}

/// Returns, for each topic entry, the ports of the topic if it keeps the last record of each key.
pub fn compacted<'a>(blueprint: &Blueprint<'a>) -> Vec<Vec<(usize, &'a str)>> {
    let is_compacted = |topic: &Topic<'_>| topic.settings.iter().any(Setting::asks_for_compaction);
    if !blueprint.topics.iter().any(is_compacted) {
        return vec![Vec::new(); blueprint.topics.len()];
    }
    let neighbours = neighbours(blueprint);
    let of = |port: Port<'a>| neighbours.get(&port).into_iter().flatten().copied();
    let ports = |topic: &Topic<'a>| {
        let entry = key(topic.port);
        let near: Vec<_> = of(entry).collect();
        let far = near.iter().flat_map(|port| of(*port));
        let ports: BTreeSet<_> = far.chain([entry]).chain(near.iter().copied()).collect();
        ports.into_iter().collect()
    };
    let topics = blueprint.topics.iter();
    topics.map(|topic| if is_compacted(topic) { ports(topic) } else { Vec::new() }).collect()
}

/// Returns the topics of the lock that the blueprint has, each with the outlets that write to it.
///
/// All other rules must hold.
pub fn released<'a>(blueprint: &'a Blueprint<'a>) -> Vec<(usize, Vec<PortRef<'a>>)> {
    if blueprint.locks.topics.is_empty() {
        return Vec::new();
    }
    let topology = Topology::new(blueprint);
    let written: BTreeMap<&str, &Vec<PortRef<'a>>> =
        topology.topics().iter().map(|topic| (topic.name.as_str(), &topic.producers)).collect();
    let released = blueprint.locks.topics.iter().enumerate();
    released
        .filter_map(|(at, topic)| Some((at, written.get(topic.name).copied()?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Connection;
    use crate::rules::fixture::{Fixture, SINK, instance, port, topic};

    #[test]
    fn instances_whose_names_continue_each_other() {
        let mut fixture = Fixture::new();
        fixture.instances =
            ["a_b", "a", "ab", "a-b_c", "c"].map(|name| instance(name, &SINK)).to_vec();
        assert_eq!(alike(&fixture.blueprint()), [vec![], vec![0], vec![], vec![1, 0], vec![]]);
    }

    #[test]
    fn entries_of_one_name() {
        let mut fixture = Fixture::new();
        let names = [Some("a"), None, Some("b"), Some("a"), None, Some("a")];
        fixture.topics = names.map(|name| topic(port(0, "out"), name)).to_vec();
        let first = first_of_name(&fixture.blueprint());
        assert_eq!(first, [None, None, None, Some(0), None, Some(0)]);
    }

    #[test]
    fn only_instances_with_several_inlets_are_asked() {
        let mut fixture = Fixture::new();
        fixture.topics.push(Topic { partitions: Some(7), ..topic(port(0, "out"), None) });
        assert_eq!(feeds(&fixture.blueprint()), [vec![], vec![], vec![]]);
        assert_eq!(uneven(&fixture.blueprint()), [vec![], vec![], vec![]]);
        fixture.connections.push(Connection { from: port(0, "out"), to: port(2, "data") });
        let fed = vec![("in", port(1, "out")), ("data", port(0, "out"))];
        assert_eq!(feeds(&fixture.blueprint()), [vec![], vec![], fed]);
        let numbers = vec![("data", Some(7))];
        assert_eq!(uneven(&fixture.blueprint()), [vec![], vec![], numbers]);
        fixture.topics[0].partitions = Some(DEFAULT_PARTITIONS);
        assert_eq!(uneven(&fixture.blueprint()), [vec![], vec![], vec![]]);
    }

    #[test]
    fn ports_on_one_topic() {
        let mut fixture = Fixture::new();
        fixture.connections.push(Connection { from: port(0, "out"), to: port(1, "more") });
        assert_eq!(twins(&fixture.blueprint()), [vec![], vec![("data", "more")], vec![]]);
        fixture.connections.pop();
        fixture.topics =
            ["in", "data", "out"].map(|name| topic(port(2, name), Some("outside"))).to_vec();
        assert_eq!(
            twins(&fixture.blueprint()),
            [vec![], vec![], vec![("data", "in"), ("data", "out")]]
        );
    }

    #[test]
    fn partitions_of_readers_with_replicas() {
        let mut fixture = Fixture::new();
        fixture.instances[1].replicas = 2;
        fixture.topics.push(Topic { partitions: Some(7), ..topic(port(0, "out"), None) });
        let lists = partitions(&fixture.blueprint());
        assert_eq!(lists, [vec![], vec![("data", Some(7))], vec![]]);
    }
}
