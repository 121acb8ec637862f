//! One assertion for each topic that is in the lock.

use std::collections::HashMap;

use cloudflow_model::name::outside;
use proc_macro2::TokenStream;
use syn::ext::IdentExt;

use super::Lock;
use crate::blueprint::model::Blueprint;
use crate::blueprint::resolve::Indices;

/// What an assertion is about.
pub(crate) struct Checked {
    /// The ports that may be outlets of it: instances and names.
    pub(crate) ports: Vec<(usize, String)>,
    /// The index of the topic in the lock.
    pub(crate) topic: usize,
    /// The first connection of each inlet that reads it, by index.
    pub(crate) connections: Vec<usize>,
    /// What is underlined: the topic entry, or else the first mention of an outlet.
    pub(crate) tokens: TokenStream,
}

/// A topic of the blueprint, under all its outlets.
#[derive(Default)]
struct Net {
    outlets: Vec<(usize, String, TokenStream)>,
    connections: Vec<usize>,
    name: Option<String>,
    entry: Option<TokenStream>,
}

/// Returns what is to be checked. A topic entry may turn out to be about an inlet, which only rustc
/// knows; the check lets that pass.
pub(crate) fn checked(blueprint: &Blueprint, indices: &Indices, lock: &Lock) -> Vec<Checked> {
    if lock.topics.is_empty() {
        return Vec::new();
    }
    let released: HashMap<&str, usize> =
        lock.topics.iter().enumerate().map(|(at, topic)| (topic.name.as_str(), at)).collect();
    let application = outside(&blueprint.name.unraw().to_string());
    let mut checked = Vec::new();
    for net in nets(blueprint, indices) {
        // Without a name of its own a topic has that of its first outlet, and which that is the
        // streamlets say. A name that is released is the one.
        let default = |(instance, port, _): &(usize, String, TokenStream)| {
            let instance = blueprint.instances.get(*instance)?.name.unraw().to_string();
            Some(format!("{application}.{}.{}", outside(&instance), outside(port)))
        };
        let topic = match &net.name {
            Some(name) => released.get(name.as_str()),
            None => {
                let mut names = net.outlets.iter().filter_map(default);
                names.find_map(|name| released.get(name.as_str()))
            }
        };
        let first = net.outlets.first().map(|(_, _, tokens)| tokens.clone());
        let (Some(topic), Some(tokens)) = (topic, net.entry.or(first)) else { continue };
        let ports = net.outlets.into_iter().map(|(instance, port, _)| (instance, port)).collect();
        let connections = net.connections;
        checked.push(Checked { ports, topic: *topic, connections, tokens });
    }
    checked
}

/// Returns the topics. Outlets that share one inlet share all (CF08), so the first tells.
fn nets(blueprint: &Blueprint, indices: &Indices) -> Vec<Net> {
    let mut nets: Vec<Net> = Vec::new();
    let mut ports: HashMap<(usize, String), usize> = HashMap::new();
    let connections = blueprint.connections.iter().zip(&indices.connections);
    for (index, (connection, (from, to))) in connections.enumerate() {
        let outlet = (*from, connection.from.port_name());
        let inlet = (*to, connection.to.port_name());
        let known = ports.get(&outlet).or_else(|| ports.get(&inlet)).copied();
        let at = known.unwrap_or(nets.len());
        if known.is_none() {
            nets.push(Net::default());
        }
        if !ports.contains_key(&outlet)
            && let Some(net) = nets.get_mut(at)
        {
            net.outlets.push((outlet.0, outlet.1.clone(), connection.from.tokens()));
        }
        if !ports.contains_key(&inlet)
            && let Some(net) = nets.get_mut(at)
        {
            net.connections.push(index);
        }
        ports.insert(outlet, at);
        ports.insert(inlet, at);
    }
    for (topic, instance) in blueprint.topics.iter().zip(&indices.topics) {
        let port = (*instance, topic.port.port_name());
        let tokens = topic.port.tokens();
        let at = *ports.entry(port.clone()).or_insert(nets.len());
        if at == nets.len() {
            let outlets = vec![(port.0, port.1, tokens.clone())];
            nets.push(Net { outlets, ..Net::default() });
        }
        if let Some(net) = nets.get_mut(at) {
            net.name = topic.settings.name.as_ref().map(|name| name.text.clone());
            net.entry = Some(tokens);
        }
    }
    nets
}
