//! From names to indices: the ports of connections and topics.

use std::collections::{BTreeMap, BTreeSet};

use cloudflow_model::rules::cf03_unknown_instance;
use cloudflow_model::{Subject, instance_index, nearest};
use syn::Type;
use syn::ext::IdentExt;

use super::model::{Blueprint, PortRef};
use crate::errors::Errors;

/// The instances that the connections and the topics of a blueprint name.
pub(crate) struct Indices {
    /// Outlet and inlet of each connection.
    pub(crate) connections: Vec<(usize, usize)>,
    /// One for each topic entry.
    pub(crate) topics: Vec<usize>,
    /// One for each topic entry with a mistake in a setting.
    pub(crate) unsound_topics: Vec<usize>,
    /// Ports that lines without an index mention; the instance where it is known.
    pub(crate) lost: Vec<(Option<usize>, String)>,
    /// For each instance, whether another one has its name: no line says which of them it means.
    pub(crate) ambiguous: Vec<bool>,
}

/// What a name stands for.
#[derive(Clone, Copy)]
enum Found {
    Instance(usize),
    /// It is known which instances there are, and this is none of them.
    Unknown,
    /// It is none of them either, and most likely this one is meant.
    Meant(usize),
    /// It may be one that could not be read.
    Unread,
}

/// The names of the instances.
struct Names<'a> {
    /// Those that have been read, then those that have not.
    all: Vec<&'a str>,
    indices: BTreeMap<&'a str, usize>,
    ambiguous: BTreeSet<&'a str>,
    may_be_others: bool,
    /// The streamlets that one instance each runs, with that instance.
    streamlets: BTreeMap<String, usize>,
    /// Names are reported once, however often they are written.
    reported: BTreeSet<String>,
    /// The same for names with `-`.
    dashed: BTreeSet<String>,
}

impl Names<'_> {
    fn find(&mut self, port: &PortRef, subject: Subject, errors: &mut Errors) -> Found {
        let wanted = port.instance_name();
        let name = wanted.as_str();
        if let Some(dashed) = &port.dashed
            && self.dashed.insert(wanted.clone())
        {
            let message =
                format!("a name has `_`, not `-`\nhelp: write `{}.{}`", port.instance, port.port);
            errors.at(dashed, message);
        }
        if self.ambiguous.contains(name) {
            return Found::Unread;
        }
        if let Some(index) = self.indices.get(name) {
            return Found::Instance(*index);
        }
        if self.may_be_others {
            return Found::Unknown;
        }
        let runs = self.streamlets.get(name).and_then(|at| Some((*at, *self.all.get(*at)?)));
        let (problem, meant) = match (instance_index(&self.all, name, subject), runs) {
            (Ok(_), _) => return Found::Unread,
            (Err(_), Some((at, instance))) => {
                (cf03_unknown_instance::streamlet(instance, name, subject), Some(at))
            }
            (Err(problem), None) => {
                let near = nearest(name, &self.all);
                (problem, near.and_then(|near| self.indices.get(near).copied()))
            }
        };
        if self.reported.insert(wanted.clone()) {
            errors.problem(&port.instance, &problem, None);
        }
        // Who does what the message says connects the port of this instance.
        meant.map_or(Found::Unknown, Found::Meant)
    }
}

/// Looks every name up, and takes the lines away whose instances nobody knows: the others can be
/// checked without them.
pub(crate) fn indices(blueprint: &mut Blueprint, errors: &mut Errors) -> Indices {
    let texts: Vec<String> =
        blueprint.instances.iter().map(|instance| instance.name.unraw().to_string()).collect();
    let unread = blueprint.unread.clone();
    let mut seen = BTreeSet::new();
    let all = texts.iter().chain(&unread).map(String::as_str);
    let mut names = Names {
        all: all.filter(|name| seen.insert(*name)).collect(),
        indices: BTreeMap::new(),
        ambiguous: BTreeSet::new(),
        may_be_others: blueprint.gaps.instances,
        streamlets: streamlets(blueprint),
        reported: BTreeSet::new(),
        dashed: blueprint.dashed.iter().cloned().collect(),
    };
    for (at, name) in texts.iter().enumerate() {
        if names.indices.insert(name, at).is_some() || unread.contains(name) {
            names.ambiguous.insert(name);
        }
    }
    let mut indices = Indices {
        connections: Vec::new(),
        topics: Vec::new(),
        unsound_topics: Vec::new(),
        lost: Vec::new(),
        ambiguous: texts.iter().map(|name| names.ambiguous.contains(name.as_str())).collect(),
    };
    let Indices { connections, topics, unsound_topics, lost, .. } = &mut indices;
    let mut at = 0;
    blueprint.connections.retain(|connection| {
        let from = names.find(&connection.from, Subject::ConnectionFrom(at), errors);
        let to = names.find(&connection.to, Subject::ConnectionTo(at), errors);
        at += 1;
        if let (Found::Instance(from), Found::Instance(to)) = (from, to) {
            connections.push((from, to));
            return true;
        }
        lost.extend(from.lost(&connection.from));
        lost.extend(to.lost(&connection.to));
        false
    });
    let both = [(&mut blueprint.topics, topics), (&mut blueprint.unsound_topics, unsound_topics)];
    for (entries, found) in both {
        let mut at = 0;
        entries.retain(|topic| {
            let instance = names.find(&topic.port, Subject::Topic(at), errors);
            at += 1;
            if let Found::Instance(instance) = instance {
                found.push(instance);
                return true;
            }
            lost.extend(instance.lost(&topic.port));
            false
        });
    }
    indices
}

fn streamlets(blueprint: &Blueprint) -> BTreeMap<String, usize> {
    let mut known = BTreeMap::new();
    for (at, instance) in blueprint.instances.iter().enumerate() {
        if let Type::Path(path) = &instance.streamlet
            && let Some(last) = path.path.segments.last()
        {
            known.entry(last.ident.unraw().to_string()).or_insert_with(Vec::new).push(at);
        }
    }
    known
        .into_iter()
        .filter_map(|(name, at)| Some((name, <[usize; 1]>::try_from(at).ok()?[0])))
        .collect()
}

impl Found {
    /// Returns what an end of a lost line mentions.
    fn lost(self, port: &PortRef) -> Option<(Option<usize>, String)> {
        match self {
            Self::Instance(index) | Self::Meant(index) => Some((Some(index), port.port_name())),
            Self::Unknown => Some((None, port.port_name())),
            Self::Unread => None,
        }
    }
}
