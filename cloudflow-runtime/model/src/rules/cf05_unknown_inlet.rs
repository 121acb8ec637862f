//! CF05: the right side of a connection is an inlet of its streamlet.

use super::Rule;
use super::ports::Ports;
use crate::{Blueprint, Problem, Subject};

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
    Some(Problem {
        code: RULE.code,
        subject: Subject::ConnectionTo(index),
        related: None,
        message: Ports::Inlets(instance.streamlet.inlets).unknown(instance, "inlet", to.port),
    })
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
