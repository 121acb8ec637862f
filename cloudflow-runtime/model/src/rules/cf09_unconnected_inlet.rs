//! CF09: every inlet receives from somewhere.

use super::Rule;
use super::ports::Ports;
use crate::text::equal;
use crate::{Blueprint, Message, PortRef, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF09",
    states: "every inlet of every instance has a connection or a topic",
    explanation: "An inlet without a connection would wait for ever, which is never what was meant. An \
                  inlet that reads what another application writes has an entry in `topics` that names \
                  the topic. Without a name the entry would make a topic of this application, to which \
                  nothing writes.",
    wrong: "
blueprint! {
    app {
        streamlets { log = sink; }
        connections {}
    }
}
",
    right: r#"
blueprint! {
    app {
        streamlets { log = sink; }
        connections {}
        topics { log.in { name = "metrics", managed = false } }
    }
}
"#,
};

/// Checks the inlets of the instance with this index.
pub const fn check(
    blueprint: &Blueprint<'_>,
    index: usize,
    mentioned: &[&str],
) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let inlets = Ports::Inlets(instance.streamlet.inlets);
    let Some((message, first)) = inlets.unconnected(instance, mentioned) else { return None };
    let message = message
        .text("connect an outlet to it: `… => ")
        .text(instance.name)
        .text(".")
        .text(first)
        .text(";`");
    Some(Problem { code: RULE.code, subject: Subject::Instance(index), related: None, message })
}

/// Checks that the topic entry with this index names the topic of an inlet that nothing else feeds.
///
/// An outlet writes to its topic, whatever the name is.
pub const fn entry(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let topic = &blueprint.topics[index];
    let port = topic.port;
    let instance = &blueprint.instances[port.instance];
    let is_inlet = instance.streamlet.inlet(port.port).is_some()
        && instance.streamlet.outlet(port.port).is_none();
    if !is_inlet || topic.name.is_some() || is_connected(blueprint, port) {
        return None;
    }
    let message = Message::new("inlet ")
        .port(instance.name, port.port)
        .text(" is not connected, and its entry does not name a topic that another application writes")
        .help()
        .text("write `")
        .text(instance.name)
        .text(".")
        .text(port.port)
        .text(" { name = \"…\" }`, or connect an outlet to it");
    Some(Problem { code: RULE.code, subject: Subject::Topic(index), related: None, message })
}

/// Returns whether a connection mentions this port, on whichever side: a reversed one is a problem of
/// its own.
const fn is_connected(blueprint: &Blueprint<'_>, port: PortRef<'_>) -> bool {
    let mut at = 0;
    while at < blueprint.connections.len() {
        let connection = &blueprint.connections[at];
        if is_same(connection.to, port) || is_same(connection.from, port) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_same(left: PortRef<'_>, right: PortRef<'_>) -> bool {
    left.instance == right.instance && equal(left.port, right.port)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, SINK, SOURCE, instance, port, topic};

    #[test]
    fn an_inlet_without_connection() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("log", &SINK));
        fixture.refuses(
            "CF09",
            "inlet `log.in` is not connected\nhelp: connect an outlet to it: `… => log.in;`",
        );
    }
    #[test]
    fn an_entry_names_the_topic_of_an_inlet_that_nothing_feeds() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("log", &SINK));
        fixture.topics.push(topic(port(3, "in"), None));
        fixture.refuses(
            "CF09",
            "inlet `log.in` is not connected, and its entry does not name a topic that another \
             application writes\n\
             help: write `log.in { name = \"…\" }`, or connect an outlet to it",
        );
        fixture.topics[0].name = Some("metrics");
        assert_eq!(fixture.problems(), []);
    }

    #[test]
    fn other_entries_need_no_name() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("more", &SOURCE));
        fixture.topics.push(topic(port(3, "out"), None));
        fixture.topics.push(topic(port(2, "in"), None));
        assert_eq!(fixture.problems(), []);
    }
}
