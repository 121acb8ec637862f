//! Properties of the client: defaults, what the user may say, and what only this module may.

use std::collections::BTreeMap;

use cloudflow_model::kafka::{ClientKind, OWNED_PROPERTIES};
use rdkafka::ClientConfig;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::KafkaError;

use super::error::lower_first;
use super::property::{Fault, conflict, fault};
use crate::secret::{MaybeSecret, Redactor, sounds_secret};
use crate::transport::TransportError;

/// Defaults of ours that users may change.
const DEFAULTS: &[(&str, &str)] = &[
    ("client.id", "cloudflow"),
    // Figures for whoever runs the broker: they cost locks here.
    ("enable.metrics.push", "false"),
    // A broker that is back is found within 1.5 s instead of 15 s. An attempt that is refused costs next
    // to nothing.
    ("reconnect.backoff.max.ms", "1000"),
    // An address where nobody answers is given up after 10 s instead of 30 s.
    ("socket.connection.setup.timeout.ms", "10000"),
    // New partitions are found within 30 s instead of 5 minutes.
    ("topic.metadata.refresh.interval.ms", "30000"),
];

const PRODUCER_DEFAULTS: &[(&str, &str)] = &[
    // Of the codecs it costs the least time for small records, and every client can read it.
    ("compression.type", "lz4"),
    // A topic that goes away is an error after 5 s instead of 30 s.
    ("topic.metadata.propagation.max.ms", "5000"),
    // The topic's own `max.message.bytes` is the limit, not one of the client's.
    ("message.max.bytes", "50000000"),
];

const CONSUMER_DEFAULTS: &[(&str, &str)] = &[
    // The partitions of a process that was killed are read again after 20 s instead of 45 s. Not sooner: a
    // broker that is started anew is away for some 10 s, and members whose sessions end meanwhile are
    // waited for once more when it is back (measured: 12 s instead of 4).
    ("session.timeout.ms", "20000"),
    // A member hears of a new one with its heartbeat.
    ("heartbeat.interval.ms", "2000"),
    // Of each topic, beside what its inlets hold.
    ("queued.max.messages.kbytes", "16384"),
    // When the queue above is full, a partition waits this long before it is asked for more, and a second,
    // the client's own default, is longer than a full queue lasts: reading took three to six times as
    // long. At a gigabyte a second a full queue lasts 16 ms. Below 10 ms nothing more was gained, and with
    // 100 partitions behind a streamlet that is slow 5 ms cost 1.7 % of a processor, 1 ms 3.2 %.
    ("fetch.queue.backoff.ms", "5"),
];

/// How partitions are given to members; the first where partitions of one number of several topics
/// belong together. Users may not set it.
const ASSIGNMENT: &str = "partition.assignment.strategy";
const RANGES: &str = "range";
const COOPERATIVE: &str = "cooperative-sticky";

/// Stands for the properties as a whole, where the client names none of them.
const ALL: &str = "kafka";

/// The properties of one cluster, checked.
#[derive(Clone, Debug)]
pub(super) struct Config {
    properties: BTreeMap<String, MaybeSecret>,
    redactor: Redactor,
}

impl Config {
    /// Checks the properties.
    pub(super) fn try_new(
        properties: &BTreeMap<String, MaybeSecret>,
    ) -> Result<Self, TransportError> {
        let name = "bootstrap.servers";
        if properties.get(name).is_none_or(|value| value.expose_secret().trim().is_empty()) {
            let fault = Fault::new("it is not set", "set it to `HOST:PORT` of a broker");
            return Err(setting(name, &fault));
        }
        let config = Self::unchecked(properties);
        for (name, value) in &config.properties {
            if let Some(fault) = fault(name, value) {
                return Err(setting(name, &fault));
            }
        }
        match conflict(&config.properties) {
            Some((named, fault)) => Err(setting(named.as_deref().unwrap_or(ALL), &fault)),
            None => Ok(config),
        }
    }

    /// Takes properties that are still to be compared with each other.
    pub(super) fn unchecked(properties: &BTreeMap<String, MaybeSecret>) -> Self {
        let properties = hide_passwords(properties.clone());
        let redactor = Redactor::new(properties.values());
        Self { properties, redactor }
    }

    /// Returns the brokers as they may be shown.
    pub(super) fn bootstrap(&self) -> &str {
        self.properties.get("bootstrap.servers").map_or("", |value| value.shown().trim())
    }

    /// Returns what takes the secrets out of texts of the client.
    pub(super) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// For clients that only ask questions, and for the administrator.
    pub(super) fn plain(&self) -> ClientConfig {
        self.client(&[], ClientKind::Any)
    }

    pub(super) fn producer(&self) -> ClientConfig {
        self.client(PRODUCER_DEFAULTS, ClientKind::Producer)
    }

    /// For a member of a group, with or without partitions that belong together.
    pub(super) fn consumer(&self, group: &str, is_together: bool) -> ClientConfig {
        let mut client = self.client(CONSUMER_DEFAULTS, ClientKind::Consumer);
        client.set("group.id", group);
        client.set(ASSIGNMENT, if is_together { RANGES } else { COOPERATIVE });
        client
    }

    fn client(&self, defaults: &[(&str, &str)], kind: ClientKind) -> ClientConfig {
        let mut client = ClientConfig::new();
        for (name, value) in DEFAULTS.iter().chain(defaults) {
            client.set(*name, *value);
        }
        for (name, value) in &self.properties {
            client.set(name, value.expose_secret());
        }
        for owned in OWNED_PROPERTIES {
            match owned.value {
                Some((of, value)) if of == ClientKind::Any || of == kind => {
                    client.set(owned.name, value);
                }
                _ => {}
            }
        }
        client.set_log_level(RDKafkaLogLevel::Info);
        client
    }

    /// Says why the client does not start.
    pub(super) fn describe(&self, error: &KafkaError) -> TransportError {
        let (named, fault) = self.refusal(error);
        setting(named.as_deref().unwrap_or(ALL), &fault)
    }

    /// Says the same, apart from the property that the client names, if that is one of the user's.
    pub(super) fn refusal(&self, error: &KafkaError) -> (Option<String>, Fault) {
        let reason = match error {
            KafkaError::ClientConfig(_, reason, ..) | KafkaError::ClientCreation(reason) => {
                reason.clone()
            }
            other => other.to_string(),
        };
        let names = |(name, _): &(&String, &MaybeSecret)| {
            ["`", "\""].iter().any(|quote| reason.contains(&format!("{quote}{name}{quote}")))
        };
        // Where the client names no property, it mostly repeats what it cannot use.
        let repeats = |(_, value): &(&String, &MaybeSecret)| {
            let value = value.expose_secret();
            value.len() > 3 && reason.contains(value)
        };
        let mut all = self.properties.iter();
        let found = all.clone().find(names).or_else(|| all.find(repeats));
        let property = found.map(|(name, _)| name.clone());
        let reason = lower_first(self.redactor.redact(&reason).trim());
        (
            property,
            Fault::new(format!("Kafka's client does not start: {reason}"), "correct what it names"),
        )
    }
}

/// Makes secrets of the values whose names say so.
pub(super) fn hide_passwords(
    properties: BTreeMap<String, MaybeSecret>,
) -> BTreeMap<String, MaybeSecret> {
    let hidden = properties.into_iter().map(|(name, value)| {
        let value = if sounds_secret(&name) { value.into_secret() } else { value };
        (name, value)
    });
    hidden.collect()
}

fn setting(name: &str, fault: &Fault) -> TransportError {
    let reason = format!("{}\nhelp: {}", fault.title, fault.help);
    TransportError::Setting { key: name.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(more: &[(&str, MaybeSecret)]) -> BTreeMap<String, MaybeSecret> {
        let at = ("bootstrap.servers", MaybeSecret::plain("localhost:9092"));
        let all = [at].into_iter().chain(more.iter().cloned());
        all.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn error(more: &[(&str, MaybeSecret)]) -> String {
        Config::try_new(&properties(more)).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn a_wrong_property_is_named_with_what_to_do() {
        let plain = MaybeSecret::plain;
        assert_eq!(
            error(&[("bootstrap.servers", plain(" "))]),
            "Kafka setting `bootstrap.servers`: it is not set\n\
             help: set it to `HOST:PORT` of a broker"
        );
        assert_eq!(
            error(&[("linger.mss", plain("5"))]),
            "Kafka setting `linger.mss`: Kafka's client has no property `linger.mss`\n\
             help: did you mean `linger.ms`?"
        );
        // Each is right by itself.
        let both = error(&[
            ("max.poll.interval.ms", plain("5000")),
            ("session.timeout.ms", plain("6000")),
        ]);
        assert_eq!(
            both,
            "Kafka setting `max.poll.interval.ms`: Kafka's client does not start: \
             `max.poll.interval.ms`must be >= `session.timeout.ms`\nhelp: correct what it names"
        );
    }

    #[test]
    fn what_the_client_says_of_a_secret_is_masked() {
        let error = error(&[
            ("security.protocol", MaybeSecret::plain("sasl_plaintext")),
            ("sasl.mechanisms", MaybeSecret::secret("hunter2")),
        ]);
        // That the value is repeated makes the test a test.
        let expected = "Kafka setting `sasl.mechanisms`: Kafka's client does not start: unsupported \
                        SASL mechanism: ******";
        assert!(error.starts_with(expected), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }

    #[test]
    fn a_secret_address_is_not_shown() {
        let at = ("bootstrap.servers", MaybeSecret::secret("broker.internal:9092"));
        let config = Config::try_new(&properties(&[at])).unwrap();
        assert_eq!(config.bootstrap(), "******");
        let told = config.redactor().redact("broker.internal:9092/bootstrap: refused").into_owned();
        assert_eq!(told, "******/bootstrap: refused");
        assert!(!format!("{config:?}").contains("internal"));
        assert_eq!(config.plain().get("bootstrap.servers"), Some("broker.internal:9092"));
    }

    #[test]
    fn users_may_change_defaults() {
        let mine = [("session.timeout.ms", "6000"), ("reconnect.backoff.max.ms", "500")];
        let mine = mine.map(|(name, value)| (name, MaybeSecret::plain(value)));
        let config = Config::try_new(&properties(&mine)).unwrap();
        let consumer = config.consumer("group", false);
        assert_eq!(consumer.get("reconnect.backoff.max.ms"), Some("500"));
        assert_eq!(consumer.get("session.timeout.ms"), Some("6000"));
        assert_eq!(consumer.get("client.id"), Some("cloudflow"));
        assert_eq!(consumer.get("fetch.queue.backoff.ms"), Some("5"));
        assert_eq!(consumer.get("group.id"), Some("group"));
        assert_eq!(consumer.get("enable.auto.commit"), Some("false"));
        assert_eq!(consumer.get("acks"), None);
        assert_eq!(consumer.get(ASSIGNMENT), Some(COOPERATIVE));
        assert_eq!(config.consumer("group", true).get(ASSIGNMENT), Some(RANGES));
        assert_eq!(config.producer().get("acks"), Some("all"));
        assert_eq!(config.plain().get("allow.auto.create.topics"), Some("false"));
    }
}
