//! CF06: connections go from an outlet to an inlet.

use super::Rule;
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF06",
    states: "connections go from an outlet on the left to an inlet on the right",
    explanation: "A connection is written in the direction in which records flow. Both ports exist \
                  here, only the other way round, so the whole line is one mistake and not two.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; log.in => convert.out; }
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

/// Checks the direction of the connection with this index: both sides exist the other way round.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let connection = &blueprint.connections[index];
    let (from, to) = (connection.from, connection.to);
    let left = &blueprint.instances[from.instance];
    let right = &blueprint.instances[to.instance];
    let reversed = left.streamlet.outlet(from.port).is_none()
        && right.streamlet.inlet(to.port).is_none()
        && left.streamlet.inlet(from.port).is_some()
        && right.streamlet.outlet(to.port).is_some();
    if !reversed {
        return None;
    }
    let message = Message::new("this connection is reversed: ")
        .port(left.name, from.port)
        .text(" is an inlet and ")
        .port(right.name, to.port)
        .text(" is an outlet")
        .help()
        .text("write `")
        .text(right.name)
        .text(".")
        .text(to.port)
        .text(" => ")
        .text(left.name)
        .text(".")
        .text(from.port)
        .text(";`");
    Some(Problem { code: RULE.code, subject: Subject::Connection(index), related: None, message })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, port};
    use crate::Connection;

    #[test]
    fn reversed_ends_are_one_problem() {
        let mut fixture = Fixture::new();
        fixture.connections[1] = Connection { from: port(2, "in"), to: port(1, "out") };
        fixture.refuses(
            "CF06",
            "this connection is reversed: `sink.in` is an inlet and `convert.out` is an outlet\n\
             help: write `convert.out => sink.in;`",
        );
    }
}
