//! CF09: every inlet receives from somewhere.

use super::Rule;
use crate::text::equal;
use crate::{Blueprint, Descriptor, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF09",
    states: "every inlet of every instance has a connection or a topic",
    explanation: "An inlet without a connection would wait for ever, which is never what was meant. An \
                  inlet that reads what another application writes has an entry in `topics` that names \
                  the topic.",
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
    if names_unknown_port(instance.streamlet, mentioned) {
        return None;
    }
    let mut message = Message::new("");
    let mut missing = 0;
    let mut first = "";
    let mut at = 0;
    while at < instance.streamlet.inlets.len() {
        let name = instance.streamlet.inlets[at].name;
        if !is_mentioned(mentioned, name) {
            message = message.text(if missing == 0 { "" } else { ", " }).port(instance.name, name);
            if missing == 0 {
                first = name;
            }
            missing += 1;
        }
        at += 1;
    }
    if missing == 0 {
        return None;
    }
    let message = Message::new(if missing == 1 { "inlet " } else { "inlets " })
        .text(message.as_str())
        .text(if missing == 1 { " is not connected" } else { " are not connected" })
        .help()
        .text("connect an outlet to it: `… => ")
        .text(instance.name)
        .text(".")
        .text(first)
        .text(";`");
    Some(Problem { code: RULE.code, subject: Subject::Instance(index), related: None, message })
}

/// Returns whether a connection or a topic entry mentions this port, on whichever side: a reversed
/// connection is a problem of its own.
pub(super) const fn is_mentioned(mentioned: &[&str], port: &str) -> bool {
    let mut at = 0;
    while at < mentioned.len() {
        if equal(mentioned[at], port) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns whether a port is mentioned that the streamlet does not have: a problem of its own, and
/// probably the port that is missing here.
pub(super) const fn names_unknown_port(streamlet: &Descriptor<'_>, mentioned: &[&str]) -> bool {
    let mut at = 0;
    while at < mentioned.len() {
        if !is_port(streamlet, mentioned[at]) {
            return true;
        }
        at += 1;
    }
    false
}

pub(super) const fn is_port(streamlet: &Descriptor<'_>, port: &str) -> bool {
    streamlet.inlet(port).is_some() || streamlet.outlet(port).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, SINK, instance};

    #[test]
    fn an_inlet_without_connection() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("log", &SINK));
        fixture.refuses(
            "CF09",
            "inlet `log.in` is not connected\nhelp: connect an outlet to it: `… => log.in;`",
        );
    }
}
