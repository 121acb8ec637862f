//! CF29: an instance reads each topic with one inlet.

use super::Rule;
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF29",
    states: "an instance reads each topic with one inlet",
    explanation: "All pods of an instance are one consumer group, and a group has one position in each \
                  partition of a topic. Two inlets on the topic would share it: what one of them has \
                  read would count as read by the other, and be lost to it after a restart. A streamlet \
                  that needs a record twice uses it twice; two instances read a topic each for itself.",
    wrong: "
#[streamlet(independent)]
pub async fn compare(left: Inlet<Reading>, right: Inlet<Reading>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

blueprint! {
    app {
        streamlets { one = source; same = compare; }
        connections { one.out => same.left, same.right; }
    }
}
",
    right: "
#[streamlet(independent)]
pub async fn compare(left: Inlet<Reading>, right: Inlet<Reading>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

blueprint! {
    app {
        streamlets { one = source; two = source; same = compare; }
        connections { one.out => same.left; two.out => same.right; }
    }
}
",
};

/// Checks the instance with this index, some of whose ports use [one topic](crate::hints::twins).
pub const fn check(
    blueprint: &Blueprint<'_>,
    index: usize,
    twins: &[(&str, &str)],
) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let mut at = 0;
    while at < twins.len() {
        let (one, two) = twins[at];
        if instance.streamlet.inlet(one).is_some() && instance.streamlet.inlet(two).is_some() {
            let message = Message::new("inlets ")
                .port(instance.name, one)
                .text(" and ")
                .port(instance.name, two)
                .text(" read one topic, and an instance reads each topic with one inlet")
                .help()
                .text("connect one of the two, and let ")
                .quoted(instance.streamlet.name)
                .text(" use its records for both");
            let subject = Subject::Instance(index);
            return Some(Problem { code: RULE.code, subject, related: None, message });
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, JOIN, SINK, instance, port, topic};
    use crate::{Connection, Descriptor, Inlet};

    #[test]
    fn one_outlet_feeds_two_inlets() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("join", &JOIN));
        fixture.connections.extend(
            ["left", "right"].map(|inlet| Connection { from: port(1, "out"), to: port(3, inlet) }),
        );
        fixture.refuses(
            "CF29",
            "inlets `join.left` and `join.right` read one topic, and an instance reads each topic with \
             one inlet\nhelp: connect one of the two, and let `join` use its records for both",
        );
        // Another instance has a position of its own.
        fixture.connections.pop();
        fixture.connections.pop();
        fixture.instances[3] = instance("log", &SINK);
        fixture.connections.push(Connection { from: port(1, "out"), to: port(3, "in") });
        assert_eq!(fixture.problems(), []);
    }

    #[test]
    fn two_entries_name_one_topic() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("join", &JOIN));
        fixture.topics =
            ["left", "right"].map(|inlet| topic(port(3, inlet), Some("outside"))).to_vec();
        let problems = fixture.problems();
        assert_eq!(problems.iter().map(|one| one.code).collect::<Vec<_>>(), ["CF29"]);
        fixture.topics[1].name = Some("inside");
        assert_eq!(fixture.problems(), []);
    }

    #[test]
    fn a_streamlet_may_read_what_it_writes() {
        const LOOP: Descriptor<'static> = Descriptor {
            inlets: &[Inlet { name: "back", ..SINK.inlets[0] }, super::super::fixture::CONVERT.inlets[0]],
            ..super::super::fixture::CONVERT
        };
        let mut fixture = Fixture::new();
        fixture.instances[1] = instance("convert", &LOOP);
        fixture.connections.push(Connection { from: port(1, "out"), to: port(1, "back") });
        assert_eq!(fixture.problems(), []);
    }
}
