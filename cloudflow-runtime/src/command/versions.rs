//! Which schemas are new since the last release.

use cloudflow_model::lock::{Schemas, TopicSchemas};
use cloudflow_model::{Blueprint, Topology};
use serde::Serialize;
use serde_json::Value;

use super::Failure;

/// A version that is not released yet.
#[derive(Serialize)]
pub(super) struct NewVersion {
    topic: String,
    version: u32,
    /// The full name of the record type.
    schema: String,
}

impl NewVersion {
    /// Returns what happened, for people.
    pub(super) fn text(&self) -> String {
        let Self { topic, version, schema } = self;
        match version {
            1 => format!("topic `{topic}` starts with version 1 of `{schema}`"),
            _ => format!("topic `{topic}` has version {version} of `{schema}`"),
        }
    }
}

/// Adds to the lock what the outlets of a blueprint write and no release wrote last; returns what it
/// added. Topics that are gone stay: what is in them can still be read.
pub(super) fn add(
    schemas: &mut Schemas,
    blueprint: &Blueprint<'_>,
) -> Result<Vec<NewVersion>, Failure> {
    let mut added = Vec::new();
    for topic in Topology::new(blueprint).topics() {
        let Some(schema) = topic.schema.filter(|_| !topic.producers.is_empty()) else { continue };
        let value = serde_json::to_value(schema)?;
        if schemas.topics.get(&topic.name).is_some_and(|released| is_last(released, &value)) {
            continue;
        }
        schemas.add(&topic.name, serde_json::to_string_pretty(schema)?);
        let versions = schemas.topics.get(&topic.name).map(|topic| &topic.versions);
        let version = versions.and_then(|versions| versions.keys().next_back()).copied();
        let (topic, version) = (topic.name.clone(), version.unwrap_or(1));
        added.push(NewVersion { topic, version, schema: schema.name().to_owned() });
    }
    Ok(added)
}

/// Returns whether this is the last version, apart from documentation.
fn is_last(released: &TopicSchemas, value: &Value) -> bool {
    let last = released.versions.values().next_back();
    let last = last.and_then(|version| serde_json::from_str(&version.json).ok());
    last.is_some_and(|last| without_docs(last) == without_docs(value.clone()))
}

fn without_docs(value: Value) -> Value {
    match value {
        Value::Object(mut entries) => {
            // A default may have a key of that name as well, and has no type.
            if entries.contains_key("type") {
                entries.remove("doc");
            }
            let entries = entries.into_iter();
            entries.map(|(key, value)| (key, without_docs(value))).collect()
        }
        Value::Array(values) => values.into_iter().map(without_docs).collect(),
        other => other,
    }
}
