//! CF07: an inlet accepts what the outlet before it carries.

use super::Rule;
use crate::text::equal;
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF07",
    states: "an inlet accepts the schema that the outlet before it carries",
    explanation: "What an outlet writes is read by every inlet that it is connected to. When the \
                  reader cannot make its own record of what was written, no record would ever arrive, \
                  and the application would find out in production.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; log = sink; }
        connections { ingress.out => log.in; }
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

/// Checks the schemas at both ends of the connection with this index.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let (from, to) = (blueprint.connections[index].from, blueprint.connections[index].to);
    let left = &blueprint.instances[from.instance];
    let right = &blueprint.instances[to.instance];
    let (Some(outlet), Some(inlet)) = (left.streamlet.outlet(from.port), right.streamlet.inlet(to.port))
    else {
        return None;
    };
    if outlet.schema.fingerprint() == inlet.schema.fingerprint() {
        return None;
    }
    let message = Message::new("cannot connect ")
        .port(left.name, from.port)
        .text(" to ")
        .port(right.name, to.port)
        .text(": the outlet carries ")
        .quoted(outlet.schema.name())
        .text(", the inlet accepts ");
    let message = if equal(outlet.schema.name(), inlet.schema.name()) {
        message
            .text("another ")
            .quoted(inlet.schema.name())
            .help()
            .text("use the same record type at both ends, or give one of them another name")
    } else {
        message
            .quoted(inlet.schema.name())
            .help()
            .text("put a streamlet between them that turns ")
            .quoted(outlet.schema.name())
            .text(" into ")
            .quoted(inlet.schema.name())
    };
    Some(Problem { code: RULE.code, subject: Subject::Connection(index), related: None, message })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, SINK, instance, port};
    use crate::Connection;

    #[test]
    fn another_schema() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("log", &SINK));
        fixture.connections.push(Connection { from: port(0, "out"), to: port(3, "in") });
        fixture.refuses(
            "CF07",
            "cannot connect `source.out` to `log.in`: the outlet carries `Reading`, the inlet \
             accepts `Metric`\n\
             help: put a streamlet between them that turns `Reading` into `Metric`",
        );
    }
}
