//! Which Kafka, and how long it is waited for.

use std::collections::BTreeMap;
use std::time::Duration;

use super::config::hide_passwords;
use crate::secret::MaybeSecret;

/// How to reach Kafka, and how long is waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KafkaSettings {
    /// Properties of the client under librdkafka's own keys, such as `bootstrap.servers`, which must be
    /// there, `security.protocol` or `linger.ms`. Producers and consumers take what concerns them.
    pub properties: BTreeMap<String, MaybeSecret>,
    /// How long a partition that moves to another member waits for its records in flight; 10 s by
    /// default.
    pub drain: Duration,
    /// How long a request to the cluster, such as for the partitions of a topic, may take; 10 s by
    /// default.
    pub request: Duration,
}

impl KafkaSettings {
    /// Returns the default settings for the cluster with these properties. What is called `password` or
    /// the like is a secret from now on.
    pub fn new(properties: BTreeMap<String, MaybeSecret>) -> Self {
        let properties = hide_passwords(properties);
        Self { properties, drain: Duration::from_secs(10), request: Duration::from_secs(10) }
    }

    /// Returns the default settings for the cluster behind these addresses, `HOST:PORT` with commas in
    /// between.
    pub fn at(bootstrap_servers: &str) -> Self {
        let key = "bootstrap.servers".to_owned();
        Self::new(BTreeMap::from([(key, MaybeSecret::plain(bootstrap_servers))]))
    }
}
