//! CF05: the right side of a connection is an inlet of its streamlet.

use super::Rule;
use crate::distance::{distance, is_near};
use crate::{Blueprint, Inlet, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF05",
    states: "the right side of a connection is an inlet of its streamlet",
    explanation: "Records enter an instance through the inlets that its streamlet declares: the name \
                  of the parameter that takes the record, or of each parameter of type `Inlet`.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.date; convert.out => log.in; }
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

/// Checks the right side of the connection with this index.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let to = blueprint.connections[index].to;
    let instance = &blueprint.instances[to.instance];
    if instance.streamlet.inlet(to.port).is_some() {
        return None;
    }
    let message = Message::new("streamlet ")
        .quoted(instance.streamlet.name)
        .text(" has no inlet ")
        .quoted(to.port)
        .help();
    Some(Problem {
        code: RULE.code,
        subject: Subject::ConnectionTo(index),
        related: None,
        message: advise(message, to.port, instance.name, instance.streamlet.inlets),
    })
}

/// Appends which inlet was meant, or which ones there are.
pub(super) const fn advise(
    message: Message,
    wanted: &str,
    instance: &str,
    inlets: &[Inlet<'_>],
) -> Message {
    if inlets.is_empty() {
        return message.quoted(instance).text(" has no inlets; connect another instance");
    }
    let mut best = 0;
    let mut list = Message::new("");
    let mut at = 0;
    while at < inlets.len() {
        if distance(wanted, inlets[at].name) < distance(wanted, inlets[best].name) {
            best = at;
        }
        list = list.text(if at == 0 { "" } else { ", " }).port(instance, inlets[at].name);
        at += 1;
    }
    if inlets.len() == 1 || is_near(wanted, inlets[best].name) {
        message.text("did you mean ").port(instance, inlets[best].name).text("?")
    } else {
        message.text("its inlets are ").text(list.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, port};

    #[test]
    fn a_misspelt_inlet_is_one_problem() {
        let mut fixture = Fixture::new();
        fixture.connections[0].to = port(1, "dta");
        fixture.refuses(
            "CF05",
            "streamlet `convert` has no inlet `dta`\nhelp: did you mean `convert.data`?",
        );
    }
}
