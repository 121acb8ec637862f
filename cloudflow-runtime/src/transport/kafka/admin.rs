//! Topics: created, grown, given other settings, never shrunk.

use std::time::{Duration, Instant};

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::error::RDKafkaErrorCode;

use super::cluster::Shared;
use super::error::words;
use super::log::Asking;
use super::observer::unavailable;
use super::topic_settings;
use crate::transport::{TopicOutcome, TopicSpec, TransportError};

/// How often to look whether the brokers know a topic as it is to be.
pub(super) const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Creates what is missing and compares what exists. Nothing is changed when a topic cannot become
/// what it is to be.
pub(super) async fn create_topics(
    cluster: &Shared,
    specs: &[TopicSpec],
) -> Result<Vec<TopicOutcome>, TransportError> {
    let mut outcomes = Vec::with_capacity(specs.len());
    for spec in specs {
        if spec.partitions == 0 {
            return Err(refuse(
                &spec.name,
                "has no partitions\nhelp: ask for at least 1".to_owned(),
            ));
        }
        let name = spec.name.clone();
        outcomes.push(match cluster.partitions(&spec.name).await? {
            None => TopicOutcome::Created(name),
            Some(count) => TopicOutcome::compare(name, count, spec.partitions)?,
        });
    }
    let existing = specs.iter().zip(&outcomes);
    let existing = existing.filter(|(_, outcome)| !matches!(outcome, TopicOutcome::Created(_)));
    let existing: Vec<_> = existing.map(|(spec, _)| spec).collect();
    let differences = topic_settings::differences(cluster, &existing).await?;
    let mut done = Vec::with_capacity(outcomes.len());
    for (spec, mut outcome) in specs.iter().zip(outcomes) {
        if let TopicOutcome::Created(_) = outcome
            && !create(cluster, spec).await?
        {
            // Somebody else was faster.
            let count = cluster.partitions(&spec.name).await?.unwrap_or(spec.partitions);
            outcome = TopicOutcome::compare(spec.name.clone(), count, spec.partitions)?;
        }
        if let TopicOutcome::Grown { .. } = outcome {
            grow(cluster, spec).await?;
        }
        until_known(cluster, spec).await?;
        let difference = differences.iter().find(|difference| difference.topic == spec.name);
        if difference.is_none() || !matches!(outcome, TopicOutcome::Existed(_)) {
            done.push(outcome);
        }
        if let Some(difference) = difference {
            topic_settings::change(cluster, difference).await?;
            let (name, settings) = (spec.name.clone(), difference.settings.clone());
            done.push(TopicOutcome::Changed { name, settings });
        }
    }
    Ok(done)
}

/// Returns whether the topic was created now.
async fn create(cluster: &Shared, spec: &TopicSpec) -> Result<bool, TransportError> {
    let partitions = i32::try_from(spec.partitions).unwrap_or(i32::MAX);
    // -1 asks for the broker's own default.
    let replicas = spec.replicas.map_or(-1, i32::from);
    let mut topic = NewTopic::new(&spec.name, partitions, TopicReplication::Fixed(replicas));
    for (key, value) in &spec.settings {
        topic = topic.set(key, value);
    }
    let (client, options) = administrator(cluster)?;
    let results = client.create_topics([&topic], &options).await;
    let results = results.map_err(|error| unavailable(&cluster.log, cluster.request, &error))?;
    match results.into_iter().next() {
        Some(Err((_, RDKafkaErrorCode::TopicAlreadyExists))) => Ok(false),
        Some(Err((_, code))) => Err(refuse(&spec.name, creation(spec, code))),
        _ => Ok(true),
    }
}

async fn grow(cluster: &Shared, spec: &TopicSpec) -> Result<(), TransportError> {
    let count = usize::try_from(spec.partitions).unwrap_or(usize::MAX);
    let (client, options) = administrator(cluster)?;
    let results =
        client.create_partitions([&NewPartitions::new(&spec.name, count)], &options).await;
    let results = results.map_err(|error| unavailable(&cluster.log, cluster.request, &error))?;
    match results.into_iter().next() {
        Some(Err((_, code))) => {
            let reason = format!("cannot grow to {count} partitions: {}", words(code));
            Err(refuse(&spec.name, reason))
        }
        _ => Ok(()),
    }
}

/// Waits until the cluster knows the topic as it is to be: a controller answers before the brokers
/// have heard of it.
async fn until_known(cluster: &Shared, spec: &TopicSpec) -> Result<(), TransportError> {
    let deadline = Instant::now() + cluster.request;
    while cluster.partitions(&spec.name).await? != Some(spec.partitions) {
        if Instant::now() > deadline {
            let reason = format!(
                "was created, but after {} s the brokers do not know it\nhelp: try again",
                cluster.request.as_secs()
            );
            return Err(refuse(&spec.name, reason));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(())
}

pub(super) fn administrator(
    cluster: &Shared,
) -> Result<(AdminClient<Asking>, AdminOptions), TransportError> {
    let context = Asking(std::sync::Arc::clone(&cluster.log));
    let client = cluster.config.plain().create_with_context(context);
    let client = client.map_err(|error| cluster.config.describe(&error))?;
    let options = AdminOptions::new()
        .request_timeout(Some(cluster.request))
        .operation_timeout(Some(cluster.request));
    Ok((client, options))
}

/// Says why a topic was not created; the broker's own words do not come through the client.
fn creation(spec: &TopicSpec, code: RDKafkaErrorCode) -> String {
    let settings: Vec<String> =
        spec.settings.iter().map(|(key, value)| format!("`{key} = {value}`")).collect();
    let help = match code {
        RDKafkaErrorCode::InvalidReplicationFactor => format!(
            "help: it asks for {} replicas: ask for as many as there are brokers, or fewer",
            spec.replicas.map_or("the broker's default".to_owned(), |count| count.to_string())
        ),
        RDKafkaErrorCode::InvalidConfig => {
            format!("help: correct its settings: {}", settings.join(", "))
        }
        RDKafkaErrorCode::TopicAuthorizationFailed
        | RDKafkaErrorCode::ClusterAuthorizationFailed => {
            "help: create it with a user who may, or set `managed = false` in the blueprint"
                .to_owned()
        }
        _ => "help: the broker's log says more".to_owned(),
    };
    format!("cannot be created: {}\n{help}", words(code))
}

pub(super) fn refuse(topic: &str, reason: String) -> TransportError {
    TransportError::Topic { topic: topic.to_owned(), reason }
}
