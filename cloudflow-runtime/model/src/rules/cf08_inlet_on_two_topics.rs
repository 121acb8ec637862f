//! CF08: an inlet reads one topic.
//!
//! Outlets that feed one inlet share a topic, so they must feed the same inlets: otherwise an inlet
//! would receive records from an outlet that the blueprint does not connect to it.

use super::Rule;
use crate::text::equal;
use crate::{Blueprint, Connection, Message, PortRef, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF08",
    states: "an inlet reads one topic: outlets that share an inlet feed the same inlets, and a topic \
             has one entry",
    explanation: "Each outlet writes to one topic and each inlet reads from one. Two outlets that feed \
                  the same inlet therefore share a topic, and whatever reads from one of them reads \
                  from both: an inlet that is connected to only one of them would receive records that \
                  the blueprint does not promise it. For the same reason a topic has one entry in \
                  `topics`, whichever of its ports is used to name it.",
    wrong: "
blueprint! {
    app {
        streamlets { one = source; two = source; left = convert; right = convert; log = sink; }
        connections {
            one.out => left.data;
            two.out => left.data, right.data;
            left.out => log.in;
            right.out => log.in;
        }
    }
}
",
    right: "
blueprint! {
    app {
        streamlets { one = source; two = source; left = convert; right = convert; log = sink; }
        connections {
            one.out => left.data, right.data;
            two.out => left.data, right.data;
            left.out => log.in;
            right.out => log.in;
        }
    }
}
",
};

/// Checks the connection with this index against those before it.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let connection = &blueprint.connections[index];
    let mut other = 0;
    while other < index {
        let first = &blueprint.connections[other];
        if first.to.is(&connection.to) {
            if first.from.is(&connection.from) {
                return Some(repeated(blueprint, index, other));
            }
            let missing = match unmatched(blueprint.connections, first.from, connection.from) {
                Some(to) => Some((connection.from, to)),
                None => match unmatched(blueprint.connections, connection.from, first.from) {
                    Some(to) => Some((first.from, to)),
                    None => None,
                },
            };
            if let Some((from, to)) = missing {
                return Some(uneven(blueprint, index, other, from, to));
            }
        }
        other += 1;
    }
    None
}

/// Checks that the topic of the entry with this index has no earlier entry.
pub const fn entries(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let entry = &blueprint.topics[index];
    let Some(other) = earlier(blueprint, index) else { return None };
    let first = &blueprint.topics[other];
        let name = blueprint.instances[entry.port.instance].name;
        let message = match (first.name, entry.name) {
            (Some(one), Some(two)) if !equal(one, two) => Message::new("")
                .port(name, entry.port.port)
                .text(" is bound to two topics, ")
                .quoted(one)
                .text(" and ")
                .quoted(two),
            _ => Message::new("the topic of ").port(name, entry.port.port).text(" has two entries"),
        };
    Some(Problem {
        code: RULE.code,
        subject: Subject::Topic(index),
        related: Some(Subject::Topic(other)),
        message: message.help().text("keep one entry, with all settings of the topic"),
    })
}

/// Returns an earlier entry about the topic of this one: about the same port, one that is connected to
/// it, or one that is connected to the same port.
const fn earlier(blueprint: &Blueprint<'_>, index: usize) -> Option<usize> {
    let connections = blueprint.connections;
    let port = blueprint.topics[index].port;
    if let Some(found) = earlier_of(blueprint, index, port) {
        return Some(found);
    }
    let mut at = 0;
    while at < connections.len() {
        if let Some(near) = connections[at].other_end(port) {
            if let Some(found) = earlier_of(blueprint, index, near) {
                return Some(found);
            }
            let mut next = 0;
            while next < connections.len() {
                if let Some(far) = connections[next].other_end(near)
                    && let Some(found) = earlier_of(blueprint, index, far)
                {
                    return Some(found);
                }
                next += 1;
            }
        }
        at += 1;
    }
    None
}

const fn earlier_of(blueprint: &Blueprint<'_>, index: usize, port: PortRef<'_>) -> Option<usize> {
    let mut at = 0;
    while at < index {
        if blueprint.topics[at].port.is(&port) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Returns an inlet that `from` feeds and `other` does not.
const fn unmatched<'a>(
    connections: &[Connection<'a>],
    from: PortRef<'_>,
    other: PortRef<'_>,
) -> Option<PortRef<'a>> {
    let mut at = 0;
    while at < connections.len() {
        if connections[at].from.is(&from) && !connects(connections, other, connections[at].to) {
            return Some(connections[at].to);
        }
        at += 1;
    }
    None
}

const fn connects(connections: &[Connection<'_>], from: PortRef<'_>, to: PortRef<'_>) -> bool {
    let mut at = 0;
    while at < connections.len() {
        if connections[at].from.is(&from) && connections[at].to.is(&to) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns whether two ports use the same topic: they are one port, or connected, or they have a
/// neighbour in common.
pub(crate) const fn share_topic(
    connections: &[Connection<'_>],
    one: PortRef<'_>,
    two: PortRef<'_>,
) -> bool {
    if one.is(&two) || connects(connections, one, two) || connects(connections, two, one) {
        return true;
    }
    let mut at = 0;
    while at < connections.len() {
        let connection = &connections[at];
        if (connection.from.is(&one) && connects(connections, two, connection.to))
            || (connection.to.is(&one) && connects(connections, connection.from, two))
        {
            return true;
        }
        at += 1;
    }
    false
}

const fn repeated(blueprint: &Blueprint<'_>, index: usize, other: usize) -> Problem {
    let Connection { from, to } = blueprint.connections[index];
    Problem {
        code: RULE.code,
        subject: Subject::Connection(index),
        related: Some(Subject::Connection(other)),
        message: Message::new("")
            .port(blueprint.instances[from.instance].name, from.port)
            .text(" and ")
            .port(blueprint.instances[to.instance].name, to.port)
            .text(" are connected twice")
            .help()
            .text("remove one of the two lines"),
    }
}

const fn uneven(
    blueprint: &Blueprint<'_>,
    index: usize,
    other: usize,
    missing_from: PortRef<'_>,
    missing_to: PortRef<'_>,
) -> Problem {
    let to = blueprint.connections[index].to;
    let one = blueprint.connections[other].from;
    let two = blueprint.connections[index].from;
    Problem {
        code: RULE.code,
        subject: Subject::Connection(index),
        related: Some(Subject::Connection(other)),
        message: Message::new("")
            .port(blueprint.instances[to.instance].name, to.port)
            .text(" would read two topics: ")
            .port(blueprint.instances[one.instance].name, one.port)
            .text(" and ")
            .port(blueprint.instances[two.instance].name, two.port)
            .text(" feed different inlets")
            .help()
            .text("add `")
            .text(blueprint.instances[missing_from.instance].name)
            .text(".")
            .text(missing_from.port)
            .text(" => ")
            .text(blueprint.instances[missing_to.instance].name)
            .text(".")
            .text(missing_to.port)
            .text(";`, or join them with a `Merger`"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, SINK, instance, port, topic};
    use crate::Connection;

    /// Adds `again.out => sink.in`, so that two outlets feed one inlet.
    fn fan_in() -> Fixture {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("again", &CONVERT));
        fixture.connections.push(Connection { from: port(0, "out"), to: port(3, "data") });
        fixture.connections.push(Connection { from: port(3, "out"), to: port(2, "in") });
        fixture
    }

    #[test]
    fn two_outlets_may_feed_one_inlet() {
        assert_eq!(fan_in().problems(), []);
    }

    #[test]
    fn outlets_that_feed_different_inlets_cannot_share_one() {
        let mut fixture = fan_in();
        fixture.instances.push(instance("log", &SINK));
        fixture.connections.push(Connection { from: port(3, "out"), to: port(4, "in") });
        fixture.refuses(
            "CF08",
            "`sink.in` would read two topics: `convert.out` and `again.out` feed different inlets\n\
             help: add `convert.out => log.in;`, or join them with a `Merger`",
        );
    }

    #[test]
    fn a_connection_is_written_once() {
        let mut fixture = Fixture::new();
        fixture.connections.push(fixture.connections[0]);
        fixture.refuses(
            "CF08",
            "`source.out` and `convert.data` are connected twice\nhelp: remove one of the two lines",
        );
    }

    #[test]
    fn a_topic_has_one_entry() {
        let mut fixture = Fixture::new();
        fixture.topics = vec![
            topic(port(0, "out"), Some("readings")),
            topic(port(1, "data"), Some("data")),
        ];
        fixture.refuses(
            "CF08",
            "`convert.data` is bound to two topics, `readings` and `data`\n\
             help: keep one entry, with all settings of the topic",
        );
    }
}
