//! The properties of Kafka's client that no user sets, with the reason and with what to do instead.
//!
//! The one table of them: blueprints, configurations and the client itself ask here.

use crate::Message;

/// A property that no user sets.
#[derive(Clone, Copy, Debug)]
pub struct OwnedProperty {
    /// Its name, as librdkafka spells it.
    pub name: &'static str,
    /// What the runtime gives it; `None` where another setting decides.
    pub value: Option<(ClientKind, &'static str)>,
    because: &'static str,
    help: &'static str,
}

/// The clients that know a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientKind {
    /// Those that read, those that write, and those that only ask.
    Any,
    /// Those that write.
    Producer,
    /// Those that read.
    Consumer,
}
use ClientKind::{Any, Consumer, Producer};

const REMOVE: &str = "remove it";
const DELIVERY: &str = "at-least-once delivery and the order of records depend on it";
const COMMITS: &str =
    "the runtime commits offsets itself, once the records behind them are through";
const GROUP: &str = "the name of a consumer group follows from the blueprint";
const MEMBERS: &str = "how the members of a group share partitions is for the runtime to say";
const IN_FLIGHT: &str =
    "each outlet has a bound of its own, so that none can fill the queue of another";
const TWO_NAMES: &str = "it is another name of a property, and one of the two would win by chance";

/// Every such property, sorted by name.
#[rustfmt::skip]
pub const OWNED_PROPERTIES: &[OwnedProperty] = &[
    owned("acks", Producer, "all", DELIVERY, REMOVE),
    owned("allow.auto.create.topics", Any, "false", "topics are made as the blueprint says, by `topics create`", REMOVE),
    derived("auto.commit.enable", COMMITS, REMOVE),
    derived("auto.commit.interval.ms", COMMITS, "set `commit_interval` for the time between commits"),
    owned("auto.offset.reset", Consumer, "earliest", "a new group reads a topic from its beginning, so that it misses nothing", REMOVE),
    derived("compression.codec", TWO_NAMES, "set `compression.type`"),
    owned("delivery.report.only.error", Producer, "false", DELIVERY, REMOVE),
    owned("enable.auto.commit", Consumer, "false", COMMITS, REMOVE),
    owned("enable.auto.offset.store", Consumer, "false", COMMITS, REMOVE),
    owned("enable.idempotence", Producer, "true", DELIVERY, REMOVE),
    owned("enable.partition.eof", Consumer, "false", "the runtime looks itself how far a partition is read", REMOVE),
    derived("group.id", GROUP, REMOVE),
    derived("group.instance.id", "each pod needs one of its own, and this value would be the same for all", REMOVE),
    owned("group.protocol", Consumer, "classic", MEMBERS, REMOVE),
    owned("isolation.level", Consumer, "read_committed", "what a transaction took back must not be read", REMOVE),
    derived("metadata.broker.list", TWO_NAMES, "set `bootstrap.servers`"),
    derived("partition.assignment.strategy", MEMBERS, REMOVE),
    derived("partitioner", "the key of an outlet decides about the partition", REMOVE),
    owned("queue.buffering.max.kbytes", Producer, "2147483647", IN_FLIGHT, REMOVE),
    owned("queue.buffering.max.messages", Producer, "0", IN_FLIGHT, REMOVE),
    derived("queue.buffering.max.ms", TWO_NAMES, "set `linger.ms`"),
    derived("request.required.acks", DELIVERY, REMOVE),
    // Our partitioner also decides about records without a key: no partition sticks.
    owned("sticky.partitioning.linger.ms", Producer, "0", "the runtime chooses the partition of a record without a key", REMOVE),
    derived("transactional.id", "each pod needs one of its own, and this value would be the same for all", REMOVE),
];

const fn owned(
    name: &'static str,
    client: ClientKind,
    value: &'static str,
    because: &'static str,
    help: &'static str,
) -> OwnedProperty {
    OwnedProperty { name, value: Some((client, value)), because, help }
}

const fn derived(name: &'static str, because: &'static str, help: &'static str) -> OwnedProperty {
    OwnedProperty { name, value: None, because, help }
}

impl OwnedProperty {
    /// Returns why it cannot be set, for whoever wrote it as `written`.
    pub const fn refusal(&self, written: &str) -> Message {
        let message = Message::new("").quoted(written).text(" cannot be set: ").text(self.because);
        message.help().text(self.help)
    }
}

/// Returns the property with this name, if no user may set it; `_` and `.` are alike in it.
pub const fn owned_property(name: &str) -> Option<&'static OwnedProperty> {
    let mut at = 0;
    while at < OWNED_PROPERTIES.len() {
        if crate::text::same_with_dots(OWNED_PROPERTIES[at].name, name) {
            return Some(&OWNED_PROPERTIES[at]);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_a_new_name_has_its_place() {
        assert!(OWNED_PROPERTIES.is_sorted_by_key(|owned| owned.name));
    }

    #[test]
    fn a_refusal_says_why_and_what_to_do() {
        let refusal = |name: &str| owned_property(name).map(|owned| owned.refusal(name));
        assert_eq!(
            refusal("auto_commit_interval.ms").expect("an owned property").as_str(),
            "`auto_commit_interval.ms` cannot be set: the runtime commits offsets itself, once the \
             records behind them are through\nhelp: set `commit_interval` for the time between commits"
        );
        assert!(refusal("linger.ms").is_none());
        assert!(refusal("group").is_none());
    }
}
