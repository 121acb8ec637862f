//! CF04: the left side of a connection is an outlet of its streamlet.

use super::Rule;
use super::ports::Ports;
use crate::{Blueprint, Problem, Subject};

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
    Some(Problem {
        code: RULE.code,
        subject: Subject::ConnectionFrom(index),
        related: None,
        message: Ports::Outlets(instance.streamlet.outlets).unknown(instance, "outlet", from.port),
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
    let ports = if streamlet.outlets.is_empty() {
        Ports::Inlets(streamlet.inlets)
    } else {
        Ports::Outlets(streamlet.outlets)
    };
    let message = ports.unknown(instance, "port", port.port);
    Some(Problem { code: RULE.code, subject: Subject::Topic(index), related: None, message })
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
