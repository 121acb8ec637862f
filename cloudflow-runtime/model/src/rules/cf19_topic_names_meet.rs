//! CF19: topics that differ also differ in what Kafka makes of their names.

use super::Rule;
use super::cf08_inlet_on_two_topics::share_topic;
use crate::text::{equal, outside_byte};
use crate::{Blueprint, Message, PortRef, Problem, Subject, Topic};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF19",
    states: "the names of two topics differ in more than `.` and `_`, no topic is given the name that \
             another one has by itself, and two entries of one name do not contradict each other",
    explanation: "Kafka calls the metrics of a topic after it, with `.` written as `_`, and refuses to \
                  create a topic whose metrics would have the name of another one's. A topic without a \
                  name in the blueprint is called `<blueprint>.<instance>.<port>`; giving this name to \
                  another topic would join the two. Two entries may share a name on purpose, but there \
                  is one topic then, and only one of them can say how it is made.",
    wrong: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics {
            ingress.out { name = "wind.farm" }
            convert.out { name = "wind_farm" }
        }
    }
}
"#,
    right: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics {
            ingress.out { name = "wind.readings" }
            convert.out { name = "wind.metrics" }
        }
    }
}
"#,
};

/// Checks the name in the topic entry with this index against earlier entries and against the names
/// that topics have by themselves.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let entry = &blueprint.topics[index];
    let Some(name) = entry.name else { return None };
    let mut other = 0;
    while other < index {
        let first = &blueprint.topics[other];
        if let Some(known) = first.name {
            let message = if equal(known, name) {
                contradiction(first, entry)
            } else if same_metric(known, name) {
                Some(
                    Message::new("topics ")
                        .quoted(known)
                        .text(" and ")
                        .quoted(name)
                        .text(" would have the same metrics in Kafka, which writes `.` as `_`")
                        .help()
                        .text("give one of the topics another name"),
                )
            } else {
                None
            };
            if let Some(message) = message {
                let related = Some(Subject::Topic(other));
                return Some(problem(message, index, related));
            }
        }
        other += 1;
    }
    match owner(blueprint, entry, name) {
        Some(port) => {
            let message = Message::new("topic name ")
                .quoted(name)
                .text(" meets that of the topic of ")
                .port(blueprint.instances[port.instance].name, port.port)
                .text(", which has no name of its own")
                .help()
                .text("choose another name, or give that topic one");
            Some(problem(message, index, None))
        }
        None => None,
    }
}

/// Returns what the second entry says about a topic and the first does not.
const fn contradiction(first: &Topic<'_>, second: &Topic<'_>) -> Option<Message> {
    let what = if let Some(number) = second.partitions
        && !matches!(first.partitions, Some(known) if known == number)
    {
        "partitions"
    } else if let Some(number) = second.replicas
        && !matches!(first.replicas, Some(known) if known == number)
    {
        "replicas"
    } else if first.managed != second.managed {
        "managed"
    } else {
        match other_setting(first, second) {
            Some(key) => key,
            None => return None,
        }
    };
    let Some(name) = second.name else { return None };
    Some(
        Message::new("two entries of topic ")
            .quoted(name)
            .text(" do not agree about ")
            .quoted(what)
            .help()
            .text("set it in the first entry, and in the second not at all or to the same"),
    )
}

const fn other_setting<'a>(first: &Topic<'_>, second: &Topic<'a>) -> Option<&'a str> {
    let mut at = 0;
    while at < second.settings.len() {
        let setting = &second.settings[at];
        let mut is_known = false;
        let mut other = 0;
        while other < first.settings.len() {
            let known = &first.settings[other];
            is_known |= equal(known.key, setting.key) && equal(known.value, setting.value);
            other += 1;
        }
        if !is_known {
            return Some(setting.key);
        }
        at += 1;
    }
    None
}

/// Returns the port after which another topic is called `name`, as far as Kafka can tell.
const fn owner<'a>(blueprint: &Blueprint<'a>, entry: &Topic<'_>, name: &str) -> Option<PortRef<'a>> {
    let mut at = 0;
    while at < blueprint.connections.len() {
        let port = blueprint.connections[at].from;
        if is_called(blueprint, port, name) && owns(blueprint, port, entry) {
            return Some(port);
        }
        at += 1;
    }
    let mut at = 0;
    while at < blueprint.topics.len() {
        let port = blueprint.topics[at].port;
        if is_called(blueprint, port, name) && owns(blueprint, port, entry) {
            return Some(port);
        }
        at += 1;
    }
    None
}

/// Returns whether the topic of `port` is called after it: it is another topic than that of `entry`,
/// has no name, and no earlier instance writes to it.
const fn owns(blueprint: &Blueprint<'_>, port: PortRef<'_>, entry: &Topic<'_>) -> bool {
    let connections = blueprint.connections;
    if share_topic(connections, port, entry.port) {
        return false;
    }
    let mut at = 0;
    while at < blueprint.topics.len() {
        let other = &blueprint.topics[at];
        if other.name.is_some() && share_topic(connections, port, other.port) {
            return false;
        }
        at += 1;
    }
    let mut at = 0;
    while at < connections.len() {
        let from = connections[at].from;
        if from.instance < port.instance && share_topic(connections, port, from) {
            return false;
        }
        at += 1;
    }
    true
}

/// Returns whether a topic that is called after `port` would have the metrics of `name`.
const fn is_called(blueprint: &Blueprint<'_>, port: PortRef<'_>, name: &str) -> bool {
    let parts = [blueprint.name, blueprint.instances[port.instance].name, port.port];
    let name = name.as_bytes();
    let mut read = 0;
    let mut at = 0;
    while at < parts.len() {
        if at > 0 {
            if read >= name.len() || metric_byte(name[read]) != metric_byte(b'.') {
                return false;
            }
            read += 1;
        }
        let label = parts[at].as_bytes();
        let mut byte = 0;
        while byte < label.len() {
            if read >= name.len() || metric_byte(name[read]) != outside_byte(label[byte]) {
                return false;
            }
            read += 1;
            byte += 1;
        }
        at += 1;
    }
    read == name.len()
}

/// Returns whether Kafka gives two topics the same names of metrics.
const fn same_metric(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if metric_byte(left[at]) != metric_byte(right[at]) {
            return false;
        }
        at += 1;
    }
    true
}

const fn metric_byte(byte: u8) -> u8 {
    if byte == b'.' { b'_' } else { byte }
}

const fn problem(message: Message, index: usize, related: Option<Subject>) -> Problem {
    Problem { code: RULE.code, subject: Subject::TopicName(index), related, message }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, instance, port, topic};
    use crate::{Connection, Setting, Topic};

    fn named(first: Option<&'static str>, second: &'static str) -> Fixture {
        let mut fixture = Fixture::new();
        fixture.topics.extend(first.map(|name| topic(port(0, "out"), Some(name))));
        fixture.topics.push(topic(port(1, "out"), Some(second)));
        fixture
    }

    #[test]
    fn metrics_that_meet() {
        for (one, two) in [("a.b", "a_b"), ("a.b_c", "a_b.c")] {
            named(Some(one), two).refuses(
                "CF19",
                &format!(
                    "topics `{one}` and `{two}` would have the same metrics in Kafka, which writes `.` \
                     as `_`\nhelp: give one of the topics another name"
                ),
            );
        }
        assert_eq!(named(Some("a.b"), "a-b").problems(), []);
        assert_eq!(named(Some("a.b"), "a.bc").problems(), []);
    }

    #[test]
    fn the_name_that_another_topic_has_by_itself() {
        for name in ["test.source.out", "test_source.out"] {
            named(None, name).refuses(
                "CF19",
                &format!(
                    "topic name `{name}` meets that of the topic of `source.out`, which has no name of \
                     its own\nhelp: choose another name, or give that topic one"
                ),
            );
            assert_eq!(named(Some("readings"), name).problems(), []);
        }
        for name in ["test.convert.out", "test-source-out", "test.source.outs", "test.source"] {
            assert_eq!(named(None, name).problems(), [], "{name}");
        }
    }

    #[test]
    fn the_first_outlet_names_a_topic_of_several() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("again", &CONVERT));
        fixture.connections.push(Connection { from: port(0, "out"), to: port(3, "data") });
        fixture.connections.push(Connection { from: port(3, "out"), to: port(2, "in") });
        fixture.topics.push(topic(port(0, "out"), Some("test.again.out")));
        assert_eq!(fixture.problems(), []);
        fixture.topics[0].name = Some("test.convert.out");
        assert_eq!(fixture.problems().len(), 1);
    }

    #[test]
    fn entries_of_one_name_agree() {
        let base = topic(port(3, "out"), Some("all"));
        let three = Topic { partitions: Some(3), ..base };
        let kept = Topic { settings: &[Setting { key: "retention.ms", value: "1" }], ..base };
        for (first, second, what) in [
            (base, base, None),
            (three, base, None),
            (three, three, None),
            (kept, kept, None),
            (base, three, Some("partitions")),
            (base, Topic { replicas: Some(3), ..base }, Some("replicas")),
            (base, Topic { managed: false, ..base }, Some("managed")),
            (base, kept, Some("retention.ms")),
        ] {
            let mut fixture = Fixture::new();
            fixture.instances.push(instance("again", &CONVERT));
            fixture.connections.push(Connection { from: port(0, "out"), to: port(3, "data") });
            fixture.topics = vec![Topic { port: port(1, "out"), ..first }, second];
            let Some(what) = what else {
                assert_eq!(fixture.problems(), []);
                continue;
            };
            fixture.refuses(
                "CF19",
                &format!(
                    "two entries of topic `all` do not agree about `{what}`\n\
                     help: set it in the first entry, and in the second not at all or to the same"
                ),
            );
        }
    }
}
