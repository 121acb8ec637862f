//! CF09: every inlet receives from somewhere.

use super::Rule;
use super::ports::Ports;
use crate::{Blueprint, Problem, Subject};

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
