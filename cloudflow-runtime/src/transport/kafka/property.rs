//! What is wrong with a property that a user gives to the client. Values that are secret are in no
//! answer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cloudflow_model::kafka::owned_property;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, ConsumerContext};
use rdkafka::error::KafkaError;
use rdkafka::producer::{BaseProducer, DeliveryResult, ProducerContext};
use rdkafka::types::RDKafkaConfRes;
use rdkafka::{ClientConfig, ClientContext};

use super::config::Config;
use super::error::lower_first;
use super::names::NAMES;
use crate::secret::MaybeSecret;

/// Whether librdkafka was built with OpenSSL.
const HAS_TLS: bool = cfg!(any(feature = "kafka-tls", feature = "kafka-tls-vendored"));

/// Where the values of properties are described.
const MANUAL: &str = "https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md";

/// What is wrong with a property, without its value where that is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The mistake.
    pub(crate) title: String,
    /// What to do.
    pub(crate) help: String,
    /// The name that was meant, if this one is misspelt.
    pub(crate) meant: Option<&'static str>,
}

impl Fault {
    pub(super) fn new(title: impl Into<String>, help: impl Into<String>) -> Self {
        Self { title: title.into(), help: help.into(), meant: None }
    }
}

/// Returns what is wrong with one property, by itself.
pub(crate) fn fault(name: &str, value: &MaybeSecret) -> Option<Fault> {
    if let Some(owned) = owned_property(name) {
        let refusal = owned.refusal(name);
        let (title, help) = refusal.as_str().split_once("\nhelp: ")?;
        return Some(Fault::new(title, help));
    }
    if needs_tls(name, value) && !HAS_TLS {
        return Some(without_tls(if name.starts_with("ssl.") { name } else { value.shown() }));
    }
    if name == "bootstrap.servers" && !is_broker_list(value.expose_secret()) {
        let title = format!("{} is not a list of brokers", subject(name, value));
        return Some(Fault::new(title, "write `HOST:PORT`, several with commas between them"));
    }
    let error = set(name, value.expose_secret()).err()?;
    if is_unknown(&error) {
        let meant = cloudflow_model::nearest(name, NAMES);
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("{MANUAL} lists them"),
        };
        let title = format!("Kafka's client has no property `{name}`");
        return Some(Fault { title, help, meant });
    }
    let reason = match &error {
        KafkaError::ClientConfig(_, reason, ..) if reason.contains("OpenSSL not available") => {
            return Some(without_tls(name));
        }
        // The client repeats what it cannot read.
        _ if value.is_secret() => String::new(),
        // This is all that the title says, maybe with another name of the property.
        KafkaError::ClientConfig(_, reason, ..) if reason.starts_with("Invalid value for") => {
            String::new()
        }
        KafkaError::ClientConfig(_, reason, ..) => format!(": {}", lower_first(reason.trim())),
        other => format!(": {}", lower_first(&other.to_string())),
    };
    let title = format!("Kafka's client refuses {}{reason}", subject(name, value));
    Some(Fault::new(title, format!("{MANUAL} says which values it takes")))
}

/// Returns why the client does not start with these properties, each of which is right by itself, and
/// which of them it names: it compares some with others, and reads the files that some name.
pub(crate) fn conflict(
    properties: &BTreeMap<String, MaybeSecret>,
) -> Option<(Option<String>, Fault)> {
    // Which hosts there are, only a connection shows.
    if properties.keys().all(|name| name == "bootstrap.servers") {
        return None;
    }
    let config = Config::unchecked(properties);
    let without_brokers = |mut client: ClientConfig| {
        // Without them no connection is tried, and without a group nothing is to be left.
        client.remove("bootstrap.servers").remove("group.id");
        client
    };
    let producer = without_brokers(config.producer());
    let consumer = without_brokers(config.consumer("", false));
    let made: Result<BaseProducer<Silent>, _> = producer.create_with_context(Silent);
    let made = made.and_then(|_| consumer.create_with_context::<_, BaseConsumer<Silent>>(Silent));
    made.err().map(|error| config.refusal(&error))
}

/// Returns whether the client knows a property of this name.
#[cfg(test)]
pub(super) fn is_known(name: &str) -> bool {
    // No value, so that only the name is judged.
    !set(name, "").is_err_and(|error| is_unknown(&error))
}

fn set(name: &str, value: &str) -> Result<(), KafkaError> {
    ClientConfig::new().set(name, value).create_native_config().map(drop)
}

fn is_unknown(error: &KafkaError) -> bool {
    matches!(error, KafkaError::ClientConfig(RDKafkaConfRes::RD_KAFKA_CONF_UNKNOWN, ..))
}

fn subject<'a>(name: &str, value: &'a MaybeSecret) -> Cow<'a, str> {
    if value.is_secret() {
        format!("the value for `{name}`").into()
    } else {
        format!("`{value}` for `{name}`").into()
    }
}

fn without_tls(what: &str) -> Fault {
    Fault::new(
        format!("`{what}` needs TLS, and this binary was built without it"),
        "build it with the cargo feature `kafka-tls`, or `kafka-tls-vendored` where OpenSSL's headers \
         are not installed",
    )
}

fn needs_tls(name: &str, value: &MaybeSecret) -> bool {
    let value = value.expose_secret().to_lowercase();
    match name {
        "security.protocol" => matches!(&*value, "ssl" | "sasl_ssl"),
        "sasl.mechanism" | "sasl.mechanisms" => {
            value.starts_with("scram-") || value == "oauthbearer"
        }
        _ => name.starts_with("ssl."),
    }
}

/// Returns whether these are addresses. The client would take any text for the name of a host.
fn is_broker_list(text: &str) -> bool {
    text.split(',').all(|broker| {
        let broker = broker.trim();
        let address = broker.split_once("://").map_or(broker, |(_, address)| address);
        let (host, port) = match address.rsplit_once(':') {
            // The colons of an address of IPv6 stand in brackets.
            Some((host, port)) if !port.ends_with(']') => (host, port),
            _ => (address, "9092"),
        };
        let is_ipv6 = host.starts_with('[') && host.ends_with(']');
        let is_letter = |letter: char| letter.is_alphanumeric() || "-._".contains(letter);
        !host.is_empty()
            && (is_ipv6 || host.chars().all(is_letter))
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    })
}

/// Says nothing: what the client would log when it starts, it logs again when it is to run.
struct Silent;

impl ClientContext for Silent {
    fn log(&self, _: RDKafkaLogLevel, _: &str, _: &str) {}

    fn error(&self, _: KafkaError, _: &str) {}
}

impl ConsumerContext for Silent {}

impl ProducerContext for Silent {
    type DeliveryOpaque = ();

    fn delivery(&self, _: &DeliveryResult<'_>, (): ()) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &MaybeSecret, expected: &str) {
        let fault =
            fault(name, value).map(|fault| format!("{}\nhelp: {}", fault.title, fault.help));
        assert_eq!(fault.unwrap_or_default(), expected, "{name}");
    }

    #[test]
    fn a_wrong_property_is_named_with_what_to_do() {
        for (name, value, expected) in [
            ("linger.ms", "5", String::new()),
            ("bootstrap.servers", "kafka, ssl://[::1]:9092,b:1", String::new()),
            (
                "bootstrap.servers",
                "kafka:9092;other:9092",
                "`kafka:9092;other:9092` for `bootstrap.servers` is not a list of brokers\n\
                 help: write `HOST:PORT`, several with commas between them"
                    .to_owned(),
            ),
            (
                "enable.auto.commit",
                "true",
                "`enable.auto.commit` cannot be set: the runtime commits offsets itself, once the \
                 records behind them are through\nhelp: remove it"
                    .to_owned(),
            ),
            (
                "colour",
                "red",
                format!("Kafka's client has no property `colour`\nhelp: {MANUAL} lists them"),
            ),
            (
                "linger.ms",
                "soon",
                format!(
                    "Kafka's client refuses `soon` for `linger.ms`\nhelp: {MANUAL} says which values it takes"
                ),
            ),
            (
                "linger.ms",
                "-7",
                format!(
                    "Kafka's client refuses `-7` for `linger.ms`: configuration property \
                     \"queue.buffering.max.ms\" value -7 is outside allowed range 0..900000\n\
                     help: {MANUAL} says which values it takes"
                ),
            ),
        ] {
            check(name, &MaybeSecret::plain(value), &expected);
        }
        assert_eq!(fault("linger.mss", &MaybeSecret::plain("5")).unwrap().meant, Some("linger.ms"));
    }

    #[test]
    fn a_secret_is_in_no_answer() {
        for name in [
            "sasl.passwrd",
            "linger.ms",
            "bootstrap.servers",
            "acks",
            "security.protocol",
            "sasl.mechanism",
            "debug",
            "dr_cb",
            "compression.type",
        ] {
            let value = MaybeSecret::secret("scram-hunter2,\0");
            let fault = fault(name, &value).expect(name);
            let words = format!("{fault:?}");
            assert!(!words.contains("hunter2"), "{words}");
        }
    }

    #[cfg(not(any(feature = "kafka-tls", feature = "kafka-tls-vendored")))]
    #[test]
    fn tls_is_missed_by_name() {
        for (name, value, what) in [
            ("security.protocol", "SASL_SSL", "SASL_SSL"),
            ("security.protocol", "ssl", "ssl"),
            ("sasl.mechanism", "SCRAM-SHA-512", "SCRAM-SHA-512"),
            ("ssl.ca.location", "ca.pem", "ssl.ca.location"),
            (
                "enable.sasl.oauthbearer.unsecure.jwt",
                "true",
                "enable.sasl.oauthbearer.unsecure.jwt",
            ),
        ] {
            check(
                name,
                &MaybeSecret::plain(value),
                &format!(
                    "`{what}` needs TLS, and this binary was built without it\n\
                     help: build it with the cargo feature `kafka-tls`, or `kafka-tls-vendored` where \
                     OpenSSL's headers are not installed"
                ),
            );
        }
    }
}
