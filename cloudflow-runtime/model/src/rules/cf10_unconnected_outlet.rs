//! CF10: every outlet sends to somewhere.

use super::Rule;
use super::ports::Ports;
use crate::{Blueprint, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF10",
    states: "every outlet of every instance has a connection or a topic",
    explanation: "Records of an outlet without a connection would be kept in a topic that nobody \
                  reads. When they are meant for another application, an entry in `topics` says so and \
                  gives the topic its name.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; }
        connections {}
    }
}
",
    right: r#"
blueprint! {
    app {
        streamlets { ingress = source; }
        connections {}
        topics { ingress.out { name = "readings" } }
    }
}
"#,
};

/// Checks the outlets of the instance with this index.
pub const fn check(
    blueprint: &Blueprint<'_>,
    index: usize,
    mentioned: &[&str],
) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let outlets = Ports::Outlets(instance.streamlet.outlets);
    let Some((message, first)) = outlets.unconnected(instance, mentioned) else { return None };
    let message = message
        .text("connect it, or name its topic for readers outside: `topics { ")
        .text(instance.name)
        .text(".")
        .text(first)
        .text(" { name = \"…\" } }`");
    Some(Problem { code: RULE.code, subject: Subject::Instance(index), related: None, message })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, SOURCE, instance, port, topic};

    #[test]
    fn an_outlet_without_connection() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("more", &SOURCE));
        fixture.refuses(
            "CF10",
            "outlet `more.out` is not connected\n\
             help: connect it, or name its topic for readers outside: \
             `topics { more.out { name = \"…\" } }`",
        );
        fixture.topics.push(topic(port(3, "out"), Some("more")));
        assert_eq!(fixture.problems(), []);
    }
}
