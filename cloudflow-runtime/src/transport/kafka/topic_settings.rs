//! Settings of topics that exist: compared with those that are asked for, and changed.
//!
//! What the blueprint does not mention stays as it is, whoever set it.

use std::collections::BTreeMap;
use std::time::Instant;

use rdkafka::admin::{
    AlterConfig, ConfigEntry, ConfigResource, ConfigSource, OwnedResourceSpecifier,
    ResourceSpecifier,
};

use super::admin::{LOOK_AGAIN, administrator, refuse};
use super::cluster::Shared;
use super::observer::unavailable;
use crate::transport::{SettingChange, TopicSpec, TransportError};

/// What is to be done with the settings of one topic.
pub(super) struct Difference {
    pub(super) topic: String,
    pub(super) settings: Vec<SettingChange>,
    /// All that the topic will be set to: Kafka forgets what such a request leaves out.
    whole: BTreeMap<String, String>,
}

/// Returns which of these topics, all of which exist, are to have other settings.
pub(super) async fn differences(
    cluster: &Shared,
    specs: &[&TopicSpec],
) -> Result<Vec<Difference>, TransportError> {
    let specs: BTreeMap<&str, &TopicSpec> = specs
        .iter()
        .filter(|spec| !spec.settings.is_empty())
        .map(|spec| (spec.name.as_str(), *spec))
        .collect();
    if specs.is_empty() {
        return Ok(Vec::new());
    }
    let topics: Vec<_> = specs.keys().copied().collect();
    let mut differences = Vec::new();
    for (name, entries) in describe(cluster, &topics).await? {
        if let Some(spec) = specs.get(name.as_str()) {
            differences.extend(difference(spec, &entries));
        }
    }
    Ok(differences)
}

async fn describe(
    cluster: &Shared,
    topics: &[&str],
) -> Result<Vec<(String, Vec<ConfigEntry>)>, TransportError> {
    let topics: Vec<_> = topics.iter().map(|name| ResourceSpecifier::Topic(name)).collect();
    let (client, options) = administrator(cluster)?;
    let described = client.describe_configs(&topics, &options).await;
    let described =
        described.map_err(|error| unavailable(&cluster.log, cluster.request, &error))?;
    let topic = |resource: ConfigResource| match resource.specifier {
        OwnedResourceSpecifier::Topic(name) => Some((name, resource.entries)),
        _ => None,
    };
    Ok(described.into_iter().flatten().filter_map(topic).collect())
}

fn difference(spec: &TopicSpec, found: &[ConfigEntry]) -> Option<Difference> {
    if found.is_empty() {
        // The client does not tell a refusal from an answer without settings.
        tracing::warn!(
            topic = spec.name,
            "The settings of the topic cannot be read, so they are not compared. \
             Allow `DescribeConfigs` on it."
        );
        return None;
    }
    let mut settings = Vec::new();
    for (key, to) in &spec.settings {
        let Some(entry) = found.iter().find(|entry| entry.name == *key) else {
            // Brokers of some vendors take settings that they do not list.
            tracing::warn!(
                topic = spec.name,
                setting = key,
                "The broker does not list the setting, so it is not compared."
            );
            continue;
        };
        let from = entry.value.clone().unwrap_or_default();
        if !is_same(&from, to) {
            settings.push(SettingChange { key: key.clone(), from, to: to.clone() });
        }
    }
    if settings.is_empty() {
        return None;
    }
    let own = found.iter().filter(|entry| entry.source == ConfigSource::DynamicTopic);
    let mut whole: BTreeMap<_, _> =
        own.filter_map(|entry| Some((entry.name.clone(), entry.value.clone()?))).collect();
    whole.extend(spec.settings.clone());
    Some(Difference { topic: spec.name.clone(), settings, whole })
}

/// Whether two spellings are one value: brokers write `0.10` as `0.1`, and lists without spaces.
fn is_same(found: &str, asked: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split(',').map(|part| part.trim().to_owned()).collect()
    };
    let number = |text: &str| text.trim().parse::<f64>().ok();
    match (number(found), number(asked)) {
        // Whole numbers beyond 2^53 would all look alike as `f64`.
        (Some(left), Some(right)) if found.contains('.') || asked.contains('.') => {
            left.total_cmp(&right).is_eq()
        }
        _ => parts(found) == parts(asked),
    }
}

/// Gives the topic the settings that differ, and waits until they are in force.
pub(super) async fn change(
    cluster: &Shared,
    difference: &Difference,
) -> Result<(), TransportError> {
    let mut whole = AlterConfig::new(ResourceSpecifier::Topic(&difference.topic));
    for (key, value) in &difference.whole {
        whole = whole.set(key, value);
    }
    let (client, options) = administrator(cluster)?;
    let answer = client.alter_configs([&whole], &options).await;
    answer.map_err(|error| unavailable(&cluster.log, cluster.request, &error))?;
    // The client keeps to itself whether the broker refused: what counts is what is in force then.
    let deadline = Instant::now() + cluster.request;
    loop {
        let found = describe(cluster, &[&difference.topic]).await?;
        let is_as_before = |change: &&SettingChange| {
            let mut entries = found.iter().flat_map(|(_, entries)| entries);
            entries.any(|entry| {
                entry.name == change.key && entry.value.as_deref() == Some(change.from.as_str())
            })
        };
        let Some(left) = difference.settings.iter().find(is_as_before) else { return Ok(()) };
        if Instant::now() > deadline {
            let reason = format!(
                "cannot be changed: {left}: the broker leaves it as it is\n\
                 help: correct the value, change it with a user who may `AlterConfigs`, or set \
                 `managed = false` in the blueprint"
            );
            return Err(refuse(&difference.topic, reason));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, value: &str, source: ConfigSource) -> ConfigEntry {
        ConfigEntry {
            name: name.to_owned(),
            value: Some(value.to_owned()),
            is_default: source == ConfigSource::Default,
            source,
            is_read_only: false,
            is_sensitive: false,
        }
    }

    fn spec(settings: &[(&str, &str)]) -> TopicSpec {
        let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let (name, settings) = ("readings".to_owned(), settings.collect());
        TopicSpec { name, partitions: 1, replicas: None, settings }
    }

    #[test]
    fn a_change_keeps_what_others_have_set() {
        let found = [
            entry("retention.ms", "604800000", ConfigSource::Default),
            entry("max.message.bytes", "2000000", ConfigSource::DynamicTopic),
            entry("segment.ms", "1000", ConfigSource::StaticBroker),
            entry("cleanup.policy", "compact", ConfigSource::DynamicTopic),
        ];
        let asked = spec(&[("retention.ms", "86400000"), ("cleanup.policy", "compact")]);
        let difference = difference(&asked, &found).unwrap();
        let changes: Vec<_> = difference.settings.iter().map(ToString::to_string).collect();
        assert_eq!(changes, ["`retention.ms` from 604800000 to 86400000"]);
        let whole: Vec<_> = difference.whole.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(
            whole,
            ["cleanup.policy=compact", "max.message.bytes=2000000", "retention.ms=86400000"]
        );
    }

    #[test]
    fn what_is_as_asked_is_left_alone() {
        let found = [
            entry("retention.ms", "604800000", ConfigSource::Default),
            entry("cleanup.policy", "compact,delete", ConfigSource::DynamicTopic),
            entry("min.cleanable.dirty.ratio", "0.5", ConfigSource::DynamicTopic),
        ];
        let asked = spec(&[
            ("retention.ms", "604800000"),
            ("cleanup.policy", "compact, delete"),
            ("min.cleanable.dirty.ratio", "0.50"),
            ("vendor.tiering", "not listed"),
        ]);
        assert!(difference(&asked, &found).is_none());
        assert!(difference(&asked, &[]).is_none(), "nothing is known");
        assert!(!is_same("9223372036854775807", "9223372036854775806"));
    }
}
