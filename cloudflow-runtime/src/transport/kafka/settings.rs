//! Which Kafka, and how long it is waited for.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// How to reach Kafka, and how long is waited.
#[derive(Clone, PartialEq, Eq)]
pub struct KafkaSettings {
    /// Properties of the client under librdkafka's own keys, such as `bootstrap.servers`, which must be
    /// there, `security.protocol` or `linger.ms`. Producers and consumers take what concerns them.
    pub properties: BTreeMap<String, String>,
    /// How long a partition that moves to another member waits for its records in flight; 10 s by
    /// default.
    pub drain: Duration,
    /// How long a request to the cluster, such as for the partitions of a topic, may take; 10 s by
    /// default.
    pub request: Duration,
}

impl KafkaSettings {
    /// Returns the default settings for the cluster with these properties.
    pub fn new(properties: BTreeMap<String, String>) -> Self {
        Self { properties, drain: Duration::from_secs(10), request: Duration::from_secs(10) }
    }

    /// Returns the default settings for the cluster behind these addresses, `HOST:PORT` with commas in
    /// between.
    pub fn at(bootstrap_servers: &str) -> Self {
        let key = "bootstrap.servers".to_owned();
        Self::new(BTreeMap::from([(key, bootstrap_servers.to_owned())]))
    }
}

impl fmt::Debug for KafkaSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values may be passwords, the keys are not.
        let Self { properties, drain, request } = self;
        formatter
            .debug_struct("KafkaSettings")
            .field("properties", &properties.keys())
            .field("drain", drain)
            .field("request", request)
            .finish()
    }
}
