//! Which Kafka, and the bounds of its use.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// How to reach Kafka, how much is buffered and how long is waited.
#[derive(Clone, PartialEq, Eq)]
pub struct KafkaSettings {
    /// Properties of the client under librdkafka's own keys, such as `bootstrap.servers`, which must be
    /// there, `security.protocol` or `linger.ms`. Producers and consumers take what concerns them.
    pub properties: BTreeMap<String, String>,
    /// How many records an outlet has on their way to Kafka before it waits; 10 000 by default.
    pub records_in_flight: usize,
    /// How many bytes of keys, values and headers an outlet has on their way; 32 MiB by default.
    pub bytes_in_flight: usize,
    /// How many records an inlet fetches ahead of its streamlet; 1 000 by default.
    pub records_ahead: usize,
    /// How many bytes an inlet fetches ahead; 8 MiB by default. The client holds up to 16 MiB more
    /// (`queued.max.messages.kbytes`).
    pub bytes_ahead: usize,
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
        Self {
            properties,
            records_in_flight: 10_000,
            bytes_in_flight: 32 * 1024 * 1024,
            records_ahead: 1_000,
            bytes_ahead: 8 * 1024 * 1024,
            drain: Duration::from_secs(10),
            request: Duration::from_secs(10),
        }
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
        let Self { properties, records_in_flight, bytes_in_flight, .. } = self;
        let Self { records_ahead, bytes_ahead, drain, request, .. } = self;
        formatter
            .debug_struct("KafkaSettings")
            .field("properties", &properties.keys())
            .field("records_in_flight", records_in_flight)
            .field("bytes_in_flight", bytes_in_flight)
            .field("records_ahead", records_ahead)
            .field("bytes_ahead", bytes_ahead)
            .field("drain", drain)
            .field("request", request)
            .finish()
    }
}
