//! Which instance and which topic is the same as before under another name.

use std::collections::BTreeMap;

use super::release::{Instance, Release};

/// Returns the new names of instances that have inlets, by the old names.
///
/// A new instance is an old one when it runs the same streamlet with the same inlets, and no other
/// could be meant. Of several those decide that read the same topics.
pub(super) fn instances<'a>(old: &'a Release, new: &'a Release) -> BTreeMap<&'a str, &'a str> {
    let gone: Vec<_> = without(&old.instances, &new.instances);
    let come: Vec<_> = without(&new.instances, &old.instances);
    let mut renamed = BTreeMap::new();
    for (name, entry) in gone.iter().filter(|(_, entry)| !entry.inlets.is_empty()) {
        let alike = |other: &Instance| {
            other.streamlet == entry.streamlet && other.inlets.keys().eq(entry.inlets.keys())
        };
        let reads_the_same = |other: &Instance| {
            let topics = |one: &Instance| -> Vec<String> {
                one.inlets.values().map(|inlet| inlet.topic.clone()).collect()
            };
            topics(other) == topics(entry)
        };
        let rivals = gone.iter().filter(|(_, rival)| alike(rival)).count();
        let candidates = || come.iter().filter(|(_, other)| alike(other));
        let found = only(candidates().filter(|(_, other)| reads_the_same(other)))
            .or_else(|| only(candidates()).filter(|_| rivals == 1));
        let taken = |new: &str| renamed.values().any(|known| *known == new);
        if let Some((new, _)) = found
            && !taken(new)
        {
            renamed.insert(*name, *new);
        }
    }
    renamed
}

/// Returns the new names of topics that are gone, by the old names: where the same ports now write,
/// or read when nothing here writes, there is a topic that was not there before.
pub(super) fn topics<'a>(
    old: &'a Release,
    new: &'a Release,
    instances: &BTreeMap<&'a str, &'a str>,
) -> BTreeMap<&'a str, &'a str> {
    let mut renamed = BTreeMap::new();
    for topic in old.topics.keys().filter(|topic| !new.topics.contains_key(*topic)) {
        for (name, entry) in &old.instances {
            let name = instances.get(name.as_str()).copied().unwrap_or(name);
            let Some(now) = new.instances.get(name) else { continue };
            let outlets = entry.outlets.iter().filter(|(_, outlet)| outlet.topic == *topic);
            let writes =
                outlets.filter_map(|(port, _)| now.outlets.get(port)).map(|one| &one.topic);
            let inlets = entry.inlets.iter().filter(|(_, inlet)| inlet.topic == *topic);
            let reads = inlets.filter_map(|(port, _)| now.inlets.get(port)).map(|one| &one.topic);
            let candidate = writes.chain(reads).find(|name| !old.topics.contains_key(*name));
            if let Some(candidate) = candidate {
                renamed.entry(topic.as_str()).or_insert(candidate.as_str());
            }
        }
    }
    renamed
}

/// Returns the only item, if there is exactly one.
pub(super) fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

fn without<'a, T>(
    all: &'a BTreeMap<String, T>,
    others: &BTreeMap<String, T>,
) -> Vec<(&'a str, &'a T)> {
    let left = all.iter().filter(|(name, _)| !others.contains_key(*name));
    left.map(|(name, entry)| (name.as_str(), entry)).collect()
}
