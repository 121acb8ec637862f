//! CF12: topic names are legal for Kafka, and a topic carries one schema.

use super::Rule;
use crate::name::{Fault, check_topic};
use crate::{Blueprint, Message, PortRef, Problem, Schema, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF12",
    states: "a topic name has letters, digits, `.`, `_` and `-`, at most 249, and a topic carries one schema",
    explanation: "Kafka accepts letters, digits, `.`, `_` and `-` in the name of a topic, at most 249 \
                  of them, and keeps some names for itself. Two topics of one name are one topic, and \
                  all of its records have one schema: a reader could not tell them apart.",
    wrong: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics { convert.out { name = "all metrics" } }
    }
}
"#,
    right: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics { convert.out { name = "all-metrics" } }
    }
}
"#,
};

/// Checks the name in the topic entry with this index.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let Some(name) = blueprint.topics[index].name else { return None };
    let Some(fault) = check_topic(name) else { return None };
    let message =
        Message::new("topic name ").quoted(name).text(" ").text(fault.rule()).help();
    let message = match fault {
        Fault::TooLong(_) | Fault::Reserved => message.text("choose another name"),
        _ => message.text("use letters, digits, `.`, `_` and `-`"),
    };
    Some(Problem { code: RULE.code, subject: Subject::TopicName(index), related: None, message })
}

/// Checks the topic entry with this index against the [first](crate::hints::first_of_name) of the
/// same name.
pub const fn one_schema(blueprint: &Blueprint<'_>, index: usize, first: usize) -> Option<Problem> {
    let entry = &blueprint.topics[index];
    let (Some(name), Some(one), Some(two)) = (
        entry.name,
        schema(blueprint, blueprint.topics[first].port),
        schema(blueprint, entry.port),
    ) else {
        return None;
    };
    if one.fingerprint() == two.fingerprint() {
        return None;
    }
    let message = Message::new("topic ")
        .quoted(name)
        .text(" would carry two schemas: ")
        .quoted(one.name())
        .text(" and ")
        .quoted(two.name())
        .help()
        .text("give one of the topics another name");
    Some(Problem {
        code: RULE.code,
        subject: Subject::TopicName(index),
        related: Some(Subject::TopicName(first)),
        message,
    })
}

/// Returns the schema of a port, inlet or outlet.
const fn schema<'a>(blueprint: &Blueprint<'a>, port: PortRef<'_>) -> Option<&'a Schema<'a>> {
    let streamlet = blueprint.instances[port.instance].streamlet;
    match (streamlet.outlet(port.port), streamlet.inlet(port.port)) {
        (Some(outlet), _) => Some(outlet.schema),
        (None, Some(inlet)) => Some(inlet.schema),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, port, topic};

    #[test]
    fn an_illegal_topic_name() {
        let mut fixture = Fixture::new();
        fixture.topics.push(topic(port(0, "out"), Some("all metrics")));
        fixture.refuses(
            "CF12",
            "topic name `all metrics` has a character that is not allowed here\n\
             help: use letters, digits, `.`, `_` and `-`",
        );
    }

    #[test]
    fn two_schemas_on_one_topic() {
        let mut fixture = Fixture::new();
        fixture.topics.push(topic(port(0, "out"), Some("all")));
        fixture.topics.push(topic(port(1, "out"), Some("all")));
        fixture.refuses(
            "CF12",
            "topic `all` would carry two schemas: `Reading` and `Metric`\n\
             help: give one of the topics another name",
        );
    }
}
