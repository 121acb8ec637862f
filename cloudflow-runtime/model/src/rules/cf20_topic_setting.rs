//! CF20: topics are made with settings that Kafka knows, to values that it accepts.

use super::Rule;
use crate::distance::{distance, is_near};
use crate::kafka::{TOPIC_SETTINGS, conflict, topic_setting};
use crate::text::{equal, same_with_dots};
use crate::{Blueprint, Message, PortRef, Problem, Subject, foreign};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF20",
    states: "a topic is made with settings that Kafka knows, each to a value that it accepts, and \
             together they make sense",
    explanation: "Kafka checks the settings of a topic when the topic is created, which is when the \
                  application is deployed. The keys are those of Kafka 4.3, with their types and \
                  ranges. A key in quotes is taken as it is, since brokers of other makers know more; \
                  where Kafka knows it as well, its value is checked. Some settings only make sense \
                  together: with `min.insync.replicas` above `replicas` no record could ever be \
                  written. A topic that is compacted keeps the last record of each key, so Kafka \
                  refuses records without a key: outlets that write to it make one.",
    wrong: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics { convert.out { max.message.bytes = "1 MiB" } }
    }
}
"#,
    right: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics { convert.out { max.message.bytes = 1_048_576 } }
    }
}
",
};

/// The most partitions and copies that Kafka's protocol can express.
const MOST_PARTITIONS: u32 = i32::MAX as u32;
const MOST_REPLICAS: u16 = i16::MAX as u16;

/// Returns the problem of a key that neither Kafka nor the grammar of a topic entry knows, if it is
/// such a key; `words` are those of the grammar.
///
/// Keys in quotes are not for this check, but for those of [`is_of_no_topic`]: a blueprint does not tell how a key was written, so only
/// the macro can make it.
pub const fn unknown(wanted: &str, words: &[&str]) -> Option<Problem> {
    if topic_setting(wanted).is_some() {
        return None;
    }
    if let Some(message) = foreign::in_topic(wanted) {
        return Some(problem(message, Subject::Blueprint));
    }
    let message = Message::new("unknown topic setting ").quoted(wanted).help();
    let message = match meant(wanted, words) {
        Some(known) => message.text("did you mean ").quoted(known).text("?"),
        None if has_dot(wanted) => {
            message.text("if the broker knows it, write `\"").text(wanted).text("\"`")
        }
        None => message
            .text("use ")
            .list(words)
            .text(", or a key of Kafka such as `max.message.bytes`"),
    };
    Some(problem(message, Subject::Blueprint))
}

/// Returns whether no broker of any maker has a setting of topics with this key, in quotes or not.
pub const fn is_of_no_topic(key: &str) -> bool {
    equal(key, "bootstrap.servers") || equal(key, "group.id")
}

/// Returns the known key that was meant: the same with dots, or the nearest.
const fn meant<'a>(wanted: &str, words: &[&'a str]) -> Option<&'a str> {
    let mut best: Option<&str> = None;
    let mut at = 0;
    while at < words.len() + TOPIC_SETTINGS.len() {
        let known =
            if at < words.len() { words[at] } else { TOPIC_SETTINGS[at - words.len()].key };
        if same_with_dots(known, wanted) {
            return Some(known);
        }
        let is_nearer = match best {
            Some(best) => distance(wanted, known) < distance(wanted, best),
            None => true,
        };
        if is_nearer && is_near(wanted, known) {
            best = Some(known);
        }
        at += 1;
    }
    best
}

/// Checks the value of the setting with the second index in the topic entry with the first.
pub const fn check(blueprint: &Blueprint<'_>, index: usize, at: usize) -> Option<Problem> {
    let setting = &blueprint.topics[index].settings[at];
    let Some(known) = topic_setting(setting.key) else { return None };
    if known.kind.accepts(setting.value) {
        return None;
    }
    let message = known.kind.refusal(known.key, setting.value);
    Some(problem(message, Subject::TopicSetting(index, at)))
}

/// Checks the numbers of partitions and copies in the topic entry with this index.
pub const fn numbers(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let entry = &blueprint.topics[index];
    let (what, most) = if let Some(partitions) = entry.partitions
        && (partitions == 0 || partitions > MOST_PARTITIONS)
    {
        ("partitions", MOST_PARTITIONS as u64)
    } else if let Some(replicas) = entry.replicas
        && (replicas == 0 || replicas > MOST_REPLICAS)
    {
        ("replicas", MOST_REPLICAS as u64)
    } else {
        return None;
    };
    let message = Message::new("")
        .quoted(what)
        .text(" of a topic must be from 1 to ")
        .number(most)
        .help()
        .text("write `")
        .text(what)
        .text(" = 3`");
    Some(problem(message, Subject::Topic(index)))
}

/// Checks the setting with the second index against others of the topic entry with the first.
pub const fn together(blueprint: &Blueprint<'_>, index: usize, at: usize) -> Option<Problem> {
    let entry = &blueprint.topics[index];
    let setting = &entry.settings[at];
    match conflict(entry, setting) {
        Some(message) => Some(problem(message, Subject::TopicSetting(index, at))),
        None => None,
    }
}

/// Checks that an outlet of the topic entry with this index makes keys, if the topic is compacted.
pub const fn keyless(
    blueprint: &Blueprint<'_>,
    index: usize,
    port: PortRef<'_>,
) -> Option<Problem> {
    let entry = &blueprint.topics[index];
    let mut at = 0;
    while at < entry.settings.len() && !entry.settings[at].asks_for_compaction() {
        at += 1;
    }
    let instance = &blueprint.instances[port.instance];
    let Some(outlet) = instance.streamlet.outlet(port.port) else { return None };
    if at == entry.settings.len() || !outlet.is_keyless {
        return None;
    }
    let message = Message::new("a topic that is compacted takes no record without a key, and ")
        .port(instance.name, port.port)
        .text(" makes none")
        .help()
        .text("write `#[outlet(");
    let message = match instance.streamlet.outlets {
        [_] => message,
        _ => message.text(port.port).text(", "),
    };
    let message = message.text("key = |record| …)]` on ").quoted(instance.streamlet.name);
    Some(problem(message, Subject::TopicSetting(index, at)))
}

const fn has_dot(text: &str) -> bool {
    let mut at = 0;
    while at < text.len() {
        if text.as_bytes()[at] == b'.' {
            return true;
        }
        at += 1;
    }
    false
}

const fn problem(message: Message, subject: Subject) -> Problem {
    Problem { code: RULE.code, subject, related: None, message }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, port, topic};
    use super::unknown;
    use crate::{Descriptor, Outlet, Setting, Topic};

    fn with(settings: &[(&'static str, &'static str)]) -> Fixture {
        let settings: Vec<_> =
            settings.iter().map(|&(key, value)| Setting { key, value }).collect();
        let mut fixture = Fixture::new();
        let entry = topic(port(0, "out"), None);
        fixture.topics.push(Topic { replicas: Some(3), settings: settings.leak(), ..entry });
        fixture
    }

    #[test]
    fn values_of_every_kind() {
        for (key, value, words) in [
            ("retention.ms", "7 days", "takes an integer, not `7 days`\nhelp: write `604800000`"),
            ("max.message.bytes", "1 MiB", "takes an integer, not `1 MiB`\nhelp: write `1048576`"),
            ("flush.ms", "soon", "takes an integer, not `soon`\nhelp: write an integer, without quotes"),
            ("segment.bytes", "1000", "must be from 1048576 to 2147483647, not `1000`\nhelp: write `1048576`"),
            ("segment.ms", "0", "must be at least 1, not `0`\nhelp: write `1`"),
            ("compression.lz4.level", "18", "must be from 1 to 17, not `18`\nhelp: write `17`"),
            ("compression.gzip.level", "0", "must be from 1 to 9, or -1, not `0`\nhelp: write `6`, or `-1` for the default"),
            ("segment.ms", "7 days", "takes an integer, not `7 days`\nhelp: write `604800000`"),
            ("compression.type", "gzp", "cannot be `gzp`\nhelp: did you mean `gzip`?"),
            ("cleanup.policy", "compct", "cannot be `compct`\nhelp: did you mean `compact`?"),
            ("compression.type", "lz5", "cannot be `lz5`\nhelp: did you mean `lz4`?"),
            ("message.timestamp.type", "now", "cannot be `now`\nhelp: use one of `CreateTime`, `LogAppendTime`"),
            ("cleanup.policy", "none", "cannot be `none`\nhelp: use `compact`, `delete`, with commas between"),
            ("min.cleanable.dirty.ratio", "2", "must be from 0 to 1, not `2`\nhelp: write a number such as `0.5`"),
            ("preallocate", "yes", "must be true or false, not `yes`\nhelp: write `true` or `false`"),
            ("leader.replication.throttled.replicas", "0", "cannot be `0`\nhelp: write `\"*\"`, or pairs of partition and broker such as `\"0:1,1:2\"`"),
        ] {
            with(&[(key, value)]).refuses("CF20", &format!("`{key}` {words}"));
        }
        assert_eq!(with(&[("retention.ms", "-1"), ("vendor.tier", "hot")]).problems(), []);
    }

    #[test]
    fn settings_that_do_not_go_together() {
        let remote = ("remote.storage.enable", "true");
        with(&[("min.insync.replicas", "4")]).refuses(
            "CF20",
            "`min.insync.replicas` is 4, but the topic has only `replicas = 3`: no record could be \
             written\nhelp: set it to at most 3",
        );
        with(&[("max.compaction.lag.ms", "5"), ("min.compaction.lag.ms", "6")]).refuses(
            "CF20",
            "`max.compaction.lag.ms` is 5, less than `min.compaction.lag.ms`, which is 6\n\
             help: set it to at least 6",
        );
        with(&[remote, ("local.retention.ms", "6"), ("retention.ms", "5")]).refuses(
            "CF20",
            "`local.retention.ms` is 6, more than `retention.ms`, which is 5\n\
             help: set it to at most 5",
        );
        with(&[remote, ("cleanup.policy", "compact")]).refuses(
            "CF20",
            "`cleanup.policy` is `compact`, but `remote.storage.enable` allows no compaction\n\
             help: set it to `\"delete\"`",
        );
        for good in [
            &[("min.insync.replicas", "3")][..],
            &[("max.compaction.lag.ms", "6"), ("min.compaction.lag.ms", "6")],
            &[("local.retention.ms", "6"), ("retention.ms", "5")],
            &[remote, ("local.retention.bytes", "6"), ("retention.bytes", "-1")],
            &[remote, ("local.retention.bytes", "5"), ("retention.bytes", "5")],
            &[remote, ("cleanup.policy", "delete")],
        ] {
            assert_eq!(with(good).problems(), []);
        }
    }

    #[test]
    fn numbers_that_the_protocol_cannot_express() {
        for (partitions, replicas, what) in [
            (Some(0), None, Some("`partitions` of a topic must be from 1 to 2147483647")),
            (Some(1 << 31), None, Some("`partitions` of a topic must be from 1 to 2147483647")),
            (None, Some(0), Some("`replicas` of a topic must be from 1 to 32767")),
            (Some(1), Some(1 << 15), Some("`replicas` of a topic must be from 1 to 32767")),
            (Some((1 << 31) - 1), Some((1 << 15) - 1), None),
        ] {
            let mut fixture = Fixture::new();
            let entry = topic(port(0, "out"), None);
            fixture.topics.push(Topic { partitions, replicas, ..entry });
            let found = fixture.problems();
            let title = found.first().and_then(|problem| problem.message.as_str().lines().next());
            assert_eq!(title, what);
        }
    }

    #[test]
    fn keys_that_nobody_knows() {
        let words = ["name", "partitions"];
        for (key, help) in [
            ("partitons", "did you mean `partitions`?"),
            ("retention.mss", "did you mean `retention.ms`?"),
            ("retention_ms", "did you mean `retention.ms`?"),
            ("max_message_bytes", "did you mean `max.message.bytes`?"),
            ("vendor.tiering", "if the broker knows it, write `\"vendor.tiering\"`"),
            ("topic.name", "did you mean `name`?"),
            ("colour", "use `name`, `partitions`, or a key of Kafka such as `max.message.bytes`"),
        ] {
            let problem = unknown(key, &words).expect(key);
            let words = format!("unknown topic setting `{key}`\nhelp: {help}");
            assert_eq!(problem.message.as_str(), words);
        }
        assert_eq!(unknown("retention.ms", &words), None);
    }

    #[test]
    fn a_compacted_topic_takes_no_record_without_a_key() {
        let outlets = vec![Outlet { is_keyless: true, ..CONVERT.outlets[0] }].leak();
        let keyless: &'static _ = Box::leak(Box::new(Descriptor { outlets, ..CONVERT }));
        // At the entry's own outlet, at the outlet that feeds its inlet, and not without compaction.
        for (entry, policy, refused) in [
            (port(1, "out"), "compact", true),
            (port(2, "in"), "delete,compact", true),
            (port(1, "out"), "delete", false),
            (port(0, "out"), "compact", false),
        ] {
            let mut fixture = Fixture::new();
            fixture.instances[1].streamlet = keyless;
            let settings = vec![Setting { key: "cleanup.policy", value: policy }].leak();
            fixture.topics.push(Topic { settings, ..topic(entry, None) });
            if refused {
                fixture.refuses(
                    "CF20",
                    "a topic that is compacted takes no record without a key, and `convert.out` makes \
                     none\nhelp: write `#[outlet(key = |record| …)]` on `convert`",
                );
            } else {
                assert_eq!(fixture.problems(), [], "{entry:?}, {policy}");
            }
        }
    }
}
