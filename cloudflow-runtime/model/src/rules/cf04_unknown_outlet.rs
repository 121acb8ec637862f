//! CF04: the left side of a connection is an outlet of its streamlet.

use super::Rule;
use crate::distance::{distance, is_near};
use crate::{Blueprint, Message, Outlet, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF04",
    states: "the left side of a connection is an outlet of its streamlet",
    explanation: "Records leave an instance through the outlets that its streamlet declares: `out`, \
                  unless the `outlets` argument or a parameter of type `Outlet` says otherwise. The \
                  ports of a topic entry are looked up in the same way.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.output => convert.data; convert.out => log.in; }
    }
}
",
    right: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
",
};

/// Checks the left side of the connection with this index.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let from = blueprint.connections[index].from;
    let instance = &blueprint.instances[from.instance];
    if instance.streamlet.outlet(from.port).is_some() {
        return None;
    }
    let message = Message::new("streamlet ")
        .quoted(instance.streamlet.name)
        .text(" has no outlet ")
        .quoted(from.port)
        .help();
    Some(Problem {
        code: RULE.code,
        subject: Subject::ConnectionFrom(index),
        related: None,
        message: advise(message, from.port, instance.name, instance.streamlet.outlets),
    })
}

/// Checks that the port of the topic entry with this index exists, outlet or inlet.
pub const fn topic(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let port = blueprint.topics[index].port;
    let instance = &blueprint.instances[port.instance];
    let streamlet = instance.streamlet;
    if streamlet.outlet(port.port).is_some() || streamlet.inlet(port.port).is_some() {
        return None;
    }
    let message = Message::new("streamlet ")
        .quoted(streamlet.name)
        .text(" has no port ")
        .quoted(port.port)
        .help();
    let message = if streamlet.outlets.is_empty() {
        super::cf05_unknown_inlet::advise(message, port.port, instance.name, streamlet.inlets)
    } else {
        advise(message, port.port, instance.name, streamlet.outlets)
    };
    Some(Problem { code: RULE.code, subject: Subject::Topic(index), related: None, message })
}

/// Appends which outlet was meant, or which ones there are.
pub(super) const fn advise(
    message: Message,
    wanted: &str,
    instance: &str,
    outlets: &[Outlet<'_>],
) -> Message {
    if outlets.is_empty() {
        return message.quoted(instance).text(" has no outlets; connect another instance");
    }
    let mut best = 0;
    let mut list = Message::new("");
    let mut at = 0;
    while at < outlets.len() {
        if distance(wanted, outlets[at].name) < distance(wanted, outlets[best].name) {
            best = at;
        }
        list = list.text(if at == 0 { "" } else { ", " }).port(instance, outlets[at].name);
        at += 1;
    }
    if outlets.len() == 1 || is_near(wanted, outlets[best].name) {
        message.text("did you mean ").port(instance, outlets[best].name).text("?")
    } else {
        message.text("its outlets are ").text(list.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, port, topic};

    #[test]
    fn a_topic_of_a_misspelt_port_is_one_problem() {
        let mut fixture = Fixture::new();
        fixture.topics.push(topic(port(0, "ouut"), None));
        fixture.refuses(
            "CF04",
            "streamlet `source` has no port `ouut`\nhelp: did you mean `source.out`?",
        );
    }

    #[test]
    fn a_misspelt_outlet_is_one_problem() {
        let mut fixture = Fixture::new();
        fixture.connections[0].from = port(0, "ouut");
        fixture.refuses(
            "CF04",
            "streamlet `source` has no outlet `ouut`\nhelp: did you mean `source.out`?",
        );
    }
}
