//! Properties of the client: defaults, what the user may say, and what only this module may.

use std::collections::BTreeMap;

use rdkafka::ClientConfig;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::KafkaError;

use super::error::lower_first;
use crate::transport::TransportError;

/// Whether librdkafka was built with OpenSSL.
const HAS_TLS: bool = cfg!(any(feature = "kafka-tls", feature = "kafka-tls-vendored"));

/// Defaults of ours that users may change.
const DEFAULTS: [(&str, &str); 5] = [
    ("client.id", "cloudflow"),
    // Figures for whoever runs the broker: they cost locks here.
    ("enable.metrics.push", "false"),
    // A broker that is back is found within 1.5 s instead of 15 s.
    ("reconnect.backoff.max.ms", "1000"),
    // An address where nobody answers is given up after 10 s instead of 30 s.
    ("socket.connection.setup.timeout.ms", "10000"),
    // New partitions are found within 30 s instead of 5 minutes.
    ("topic.metadata.refresh.interval.ms", "30000"),
];

const PRODUCER_DEFAULTS: [(&str, &str); 3] = [
    // Of the codecs it costs the least time for small records, and every client can read it.
    ("compression.type", "lz4"),
    // A topic that goes away is an error after 5 s instead of 30 s.
    ("topic.metadata.propagation.max.ms", "5000"),
    // The topic's own `max.message.bytes` is the limit, not one of the client's.
    ("message.max.bytes", "50000000"),
];

const CONSUMER_DEFAULTS: [(&str, &str); 4] = [
    // The partitions of a process that was killed are read again after 10 s instead of 45 s.
    ("session.timeout.ms", "10000"),
    // A member hears of a new one with its heartbeat.
    ("heartbeat.interval.ms", "2000"),
    // Of each topic, beside what its inlets hold.
    ("queued.max.messages.kbytes", "16384"),
    // A full queue is looked at again after 5 ms instead of a second.
    ("fetch.queue.backoff.ms", "5"),
];

/// What at-least-once and the order of records depend on. Users may not set these.
const OWNED: [(&str, &str); 1] = [("allow.auto.create.topics", "false")];

const PRODUCER_OWNED: [(&str, &str); 5] = [
    ("acks", "all"),
    ("enable.idempotence", "true"),
    // Our partitioner also decides about records without key: no partition sticks.
    ("sticky.partitioning.linger.ms", "0"),
    // Every outlet has its own bound, so that one cannot fill the queue of another.
    ("queue.buffering.max.messages", "0"),
    ("queue.buffering.max.kbytes", "2147483647"),
];

const CONSUMER_OWNED: [(&str, &str); 5] = [
    ("auto.offset.reset", "earliest"),
    ("enable.auto.commit", "false"),
    ("enable.auto.offset.store", "false"),
    ("enable.partition.eof", "false"),
    ("group.protocol", "classic"),
];

/// How partitions are given to members; the first where partitions of one number of several topics
/// belong together. Users may not set it.
const ASSIGNMENT: &str = "partition.assignment.strategy";
const RANGES: &str = "range";
const COOPERATIVE: &str = "cooperative-sticky";

/// Keys that follow from something else; the second is from what.
const DERIVED: [(&str, &str); 9] = [
    ("group.id", "the name of the instance"),
    (ASSIGNMENT, "whether inlets are read together"),
    ("group.instance.id", "the process, as every member needs one of its own"),
    ("metadata.broker.list", "`bootstrap.servers`, its other name"),
    ("transactional.id", "at-least-once delivery"),
    ("partitioner", "the keys of the outlet"),
    ("request.required.acks", "at-least-once delivery"),
    ("queue.buffering.max.ms", "`linger.ms`, its other name"),
    ("compression.codec", "`compression.type`, its other name"),
];

/// The properties of one cluster, checked.
#[derive(Clone)]
pub(super) struct Config {
    properties: BTreeMap<String, String>,
    bootstrap: String,
}

impl Config {
    /// Checks the properties.
    pub(super) fn try_new(properties: &BTreeMap<String, String>) -> Result<Self, TransportError> {
        let bootstrap = properties.get("bootstrap.servers").map(|value| value.trim());
        let Some(bootstrap) = bootstrap.filter(|value| !value.is_empty()) else {
            let reason = "it is not set\nhelp: set it to `HOST:PORT` of a broker";
            return Err(setting("bootstrap.servers", reason));
        };
        check_owned(properties)?;
        check_tls(properties)?;
        let config = Self { properties: properties.clone(), bootstrap: bootstrap.to_owned() };
        // Builds them once, which finds unknown keys and wrong values.
        for client in [config.producer(), config.consumer("check", false)] {
            client.create_native_config().map_err(|error| describe(&error))?;
        }
        Ok(config)
    }

    pub(super) fn bootstrap(&self) -> &str {
        &self.bootstrap
    }

    /// For clients that only ask questions, and for the administrator.
    pub(super) fn plain(&self) -> ClientConfig {
        self.client(&[], &OWNED)
    }

    pub(super) fn producer(&self) -> ClientConfig {
        self.client(&PRODUCER_DEFAULTS, &PRODUCER_OWNED)
    }

    /// For a member of a group, with or without partitions that belong together.
    pub(super) fn consumer(&self, group: &str, is_together: bool) -> ClientConfig {
        let mut client = self.client(&CONSUMER_DEFAULTS, &CONSUMER_OWNED);
        client.set("group.id", group);
        client.set(ASSIGNMENT, if is_together { RANGES } else { COOPERATIVE });
        client
    }

    fn client(&self, defaults: &[(&str, &str)], owned: &[(&str, &str)]) -> ClientConfig {
        let mut client = ClientConfig::new();
        for (key, value) in DEFAULTS.iter().chain(defaults) {
            client.set(*key, *value);
        }
        client.extend(self.properties.clone());
        for (key, value) in OWNED.iter().chain(owned) {
            client.set(*key, *value);
        }
        client.set_log_level(RDKafkaLogLevel::Info);
        client
    }
}

fn check_owned(properties: &BTreeMap<String, String>) -> Result<(), TransportError> {
    let owned = OWNED.iter().chain(&PRODUCER_OWNED).chain(&CONSUMER_OWNED);
    for key in properties.keys() {
        if let Some((_, value)) = owned.clone().find(|(owned, _)| owned == key) {
            let reason = format!("it is always `{value}`\nhelp: leave it out");
            return Err(setting(key, reason));
        }
        if let Some((_, source)) = DERIVED.iter().find(|(derived, _)| derived == key) {
            let reason = format!("it follows from {source}\nhelp: leave it out");
            return Err(setting(key, reason));
        }
    }
    Ok(())
}

/// Says that TLS is missing in our words: librdkafka would only say that a value is wrong.
fn check_tls(properties: &BTreeMap<String, String>) -> Result<(), TransportError> {
    let needs_tls = |key: &str, value: &str| match key {
        "security.protocol" => matches!(value, "ssl" | "sasl_ssl"),
        "sasl.mechanism" | "sasl.mechanisms" => {
            value.starts_with("scram-") || value == "oauthbearer"
        }
        _ => key.starts_with("ssl."),
    };
    let wanted = properties.iter().find(|(key, value)| needs_tls(key, &value.to_lowercase()));
    match wanted {
        Some((key, value)) if !HAS_TLS => {
            let what = if key.starts_with("ssl.") { key } else { value };
            let reason = format!(
                "`{what}` needs TLS, this binary was built without TLS\n\
                 help: build it with the cargo feature `kafka-tls`, or `kafka-tls-vendored` where \
                 OpenSSL's headers are not installed"
            );
            Err(setting(key, reason))
        }
        _ => Ok(()),
    }
}

fn setting(key: &str, reason: impl Into<String>) -> TransportError {
    TransportError::Setting { key: key.to_owned(), reason: reason.into() }
}

/// Says what is wrong with a property, or that the client does not start.
pub(super) fn describe(error: &KafkaError) -> TransportError {
    match error {
        KafkaError::ClientConfig(_, reason, key, value) => {
            let reason = lower_first(reason);
            // A password is no help in an error.
            let is_secret = ["password", "secret", "key.pem", "certificate.pem"]
                .iter()
                .any(|part| key.contains(part));
            let value = if is_secret { String::new() } else { format!(" (it is `{value}`)") };
            setting(key, format!("{reason}{value}"))
        }
        other => setting("bootstrap.servers", lower_first(&other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(properties: &[(&str, &str)]) -> String {
        let pairs = properties.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let mut properties: BTreeMap<_, _> = pairs.collect();
        properties.entry("bootstrap.servers".to_owned()).or_insert("localhost:9092".to_owned());
        Config::try_new(&properties).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn a_wrong_property_is_named_with_what_to_do() {
        assert_eq!(
            error(&[("bootstrap.servers", " ")]),
            "Kafka setting `bootstrap.servers`: it is not set\n\
             help: set it to `HOST:PORT` of a broker"
        );
        assert_eq!(
            error(&[("enable.auto.commit", "true")]),
            "Kafka setting `enable.auto.commit`: it is always `false`\nhelp: leave it out"
        );
        assert_eq!(
            error(&[("group.id", "mine")]),
            "Kafka setting `group.id`: it follows from the name of the instance\n\
             help: leave it out"
        );
        assert_eq!(
            error(&[("linger.mss", "5")]),
            "Kafka setting `linger.mss`: no such configuration property: \"linger.mss\" \
             (it is `5`)"
        );
        let wrong = error(&[("linger.ms", "soon")]);
        assert!(wrong.starts_with("Kafka setting `linger.ms`: "), "{wrong}");
        let wrong = error(&[("sasl.password.hidden", "hunter2")]);
        assert!(!wrong.contains("hunter2"), "{wrong}");
    }

    #[cfg(not(any(feature = "kafka-tls", feature = "kafka-tls-vendored")))]
    #[test]
    fn tls_is_missed_by_name() {
        for (key, value, what) in [
            ("security.protocol", "SASL_SSL", "SASL_SSL"),
            ("security.protocol", "ssl", "ssl"),
            ("sasl.mechanism", "SCRAM-SHA-512", "SCRAM-SHA-512"),
            ("ssl.ca.location", "ca.pem", "ssl.ca.location"),
        ] {
            assert_eq!(
                error(&[(key, value)]),
                format!(
                    "Kafka setting `{key}`: `{what}` needs TLS, this binary was built without TLS\n\
                     help: build it with the cargo feature `kafka-tls`, or `kafka-tls-vendored` \
                     where OpenSSL's headers are not installed"
                )
            );
        }
    }

    #[test]
    fn users_may_change_defaults() {
        let at = ("bootstrap.servers".to_owned(), "localhost:9092".to_owned());
        let mine = ("session.timeout.ms".to_owned(), "6000".to_owned());
        let config = Config::try_new(&BTreeMap::from([at, mine])).unwrap();
        let consumer = config.consumer("group", false);
        assert_eq!(consumer.get("session.timeout.ms"), Some("6000"));
        assert_eq!(consumer.get("client.id"), Some("cloudflow"));
        assert_eq!(consumer.get("group.id"), Some("group"));
        assert_eq!(config.producer().get("acks"), Some("all"));
    }
}
