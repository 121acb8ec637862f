//! Settings of other systems, above all of the original Cloudflow and of Kafka's client: what they are
//! here, for whoever writes one into a blueprint.

use crate::Message;
use crate::kafka::owned_property;
use crate::text::same_with_dots;

/// What becomes of a setting that means nothing here.
enum Answer {
    /// It has another name.
    Called(&'static str),
    /// It cannot be set, because of the first and with the second as help.
    Impossible(&'static str, &'static str),
    /// It is one of Kafka's client, to be set elsewhere.
    OfClient,
    /// It is one of Kafka's client that nobody sets.
    Owned,
}
use Answer::{Called, Impossible, OfClient, Owned};

const ONE_KAFKA: &str = "all topics of an application are on one Kafka";
const MIRROR: &str =
    "remove it; for a topic of another Kafka, mirror it here and write `managed = false`";
const SERVERS: &str = "remove it; say where Kafka is with `CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS` (manifests) \
                       or `--kafka` (run)";
const AT_LEAST_ONCE: &str = "records are delivered at least once, in every application";
const REPEATABLE: &str =
    "remove it, and write the streamlet so that the same record twice does no harm";
const NO_LIMIT: &str = "a pod asks for processor time and has no limit of it";

/// A word and its answer; `_` and `.` are alike in words.
type Words = &'static [(&'static str, Answer)];

/// What means the same in an instance and in a topic entry.
const ANYWHERE: Words = &[
    ("cluster", Impossible(ONE_KAFKA, MIRROR)),
    ("cluster_name", Impossible(ONE_KAFKA, MIRROR)),
    ("kafka_cluster", Impossible(ONE_KAFKA, MIRROR)),
    ("bootstrap_servers", Impossible(ONE_KAFKA, SERVERS)),
    ("brokers", Impossible(ONE_KAFKA, SERVERS)),
    ("delivery", Impossible(AT_LEAST_ONCE, REPEATABLE)),
    ("delivery_guarantee", Impossible(AT_LEAST_ONCE, REPEATABLE)),
    ("exactly_once", Impossible(AT_LEAST_ONCE, REPEATABLE)),
    ("processing_guarantee", Impossible(AT_LEAST_ONCE, REPEATABLE)),
    ("group_id", Owned),
];

const IN_TOPICS: Words = &[
    ("topic_name", Called("name")),
    ("num_partitions", Called("partitions")),
    ("replication_factor", Called("replicas")),
    ("cleanup", Called("cleanup_policy")),
    ("batch_size", OfClient),
    ("client_id", OfClient),
    ("linger_ms", OfClient),
    ("sasl_mechanism", OfClient),
    ("sasl_password", OfClient),
    ("sasl_username", OfClient),
    ("security_protocol", OfClient),
];

const IN_INSTANCES: Words = &[
    ("instances", Called("replicas")),
    ("parallelism", Called("replicas")),
    ("pods", Called("replicas")),
    ("scale", Called("replicas")),
    ("cores", Called("cpu")),
    ("cpu_request", Called("cpu")),
    ("cpu_limit", Impossible(NO_LIMIT, "write `cpu` for what it asks for")),
    ("mem", Called("memory")),
    ("memory_limit", Called("memory")),
    ("memory_request", Called("memory")),
    ("ram", Called("memory")),
];

/// Returns what to say about this key of a topic entry, if another system knows it.
pub(crate) const fn in_topic(key: &str) -> Option<Message> {
    match answer(key, IN_TOPICS, "unknown topic setting ") {
        None => owned(key),
        answer => answer,
    }
}

/// Returns what to say about this key of an instance, if another system knows it.
pub(crate) const fn in_instance(key: &str) -> Option<Message> {
    answer(key, IN_INSTANCES, "unknown setting of an instance ")
}

const fn answer(key: &str, words: Words, unknown: &str) -> Option<Message> {
    let mut at = 0;
    while at < words.len() + ANYWHERE.len() {
        let (word, answer) =
            if at < words.len() { &words[at] } else { &ANYWHERE[at - words.len()] };
        if same_with_dots(word, key) {
            let message = Message::new("");
            return Some(match *answer {
                Called(name) => {
                    let message = message.text(unknown).quoted(key).help();
                    message.text("did you mean ").quoted(name).text("?")
                }
                Impossible(because, help) => {
                    let message = message.quoted(key).text(" cannot be set: ").text(because);
                    message.help().text(help)
                }
                OfClient => message
                    .quoted(key)
                    .text(" is a property of Kafka's client, not of a topic")
                    .help()
                    .text("set it where the application is configured, as `kafka.")
                    .dotted(key)
                    .text("`"),
                Owned => return owned(key),
            });
        }
        at += 1;
    }
    None
}

const fn owned(key: &str) -> Option<Message> {
    match owned_property(key) {
        Some(owned) => Some(owned.refusal(key)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Option<Message>, words: Option<&str>) {
        assert_eq!(found.as_ref().map(Message::as_str), words);
    }

    #[test]
    fn answers() {
        check(
            in_topic("bootstrap.servers"),
            Some(
                "`bootstrap.servers` cannot be set: all topics of an application are on one Kafka\n\
                 help: remove it; say where Kafka is with `CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS` \
                 (manifests) or `--kafka` (run)",
            ),
        );
        check(
            in_topic("sasl_username"),
            Some(
                "`sasl_username` is a property of Kafka's client, not of a topic\n\
                 help: set it where the application is configured, as `kafka.sasl.username`",
            ),
        );
        check(
            in_topic("acks"),
            Some(
                "`acks` cannot be set: at-least-once delivery and the order of records depend on it\n\
                 help: remove it",
            ),
        );
        check(
            in_instance("group.id"),
            Some(
                "`group.id` cannot be set: the name of a consumer group follows from the blueprint\n\
                 help: remove it",
            ),
        );
        check(
            in_instance("memory_limit"),
            Some("unknown setting of an instance `memory_limit`\nhelp: did you mean `memory`?"),
        );
        check(in_instance("acks"), None);
        check(in_topic("clusters"), None);
    }

    #[test]
    fn no_word_of_kafka_is_taken_for_a_foreign_one() {
        for setting in crate::kafka::TOPIC_SETTINGS {
            assert_eq!(in_topic(setting.key), None, "{}", setting.key);
        }
    }
}
