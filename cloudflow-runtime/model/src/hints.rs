//! What ordinary code finds out about a blueprint before rustc judges it.
//!
//! Some rules about one instance or topic depend on others. Const evaluation would have to compare all
//! with all, which takes seconds for hundreds of them; maps find the few that matter at once. Names
//! are enough for that, so the macros hand the hints to the rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::outside;
use crate::{Blueprint, DEFAULT_PARTITIONS, PortRef, Setting, Topic, Topology};

type Port<'a> = (usize, &'a str);

/// Returns, for each instance, the ports whose topics have entries, each with the number of its
/// partitions, or nothing where nobody knows.
///
/// Instances with one replica have no need of it and get an empty list.
pub fn partitions<'a>(blueprint: &Blueprint<'a>) -> Vec<Vec<(&'a str, Option<u32>)>> {
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
    let mut lists = vec![Vec::new(); blueprint.instances.len()];
    for ((instance, port), number) in known {
        if let (Some(list), Some(found)) =
            (lists.get_mut(instance), blueprint.instances.get(instance))
            && found.replicas > 1
        {
            list.push((port, number));
        }
    }
    lists
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
    fn partitions_of_readers_with_replicas() {
        let mut fixture = Fixture::new();
        fixture.instances[1].replicas = 2;
        fixture.topics.push(Topic { partitions: Some(7), ..topic(port(0, "out"), None) });
        let lists = partitions(&fixture.blueprint());
        assert_eq!(lists, [vec![], vec![("data", Some(7))], vec![]]);
    }
}
