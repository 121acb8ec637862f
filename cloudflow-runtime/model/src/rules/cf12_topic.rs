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
    // Fingerprints would not do: they do not know logical types, nor the scale of a decimal.
    let Some(difference) = one.difference(two) else { return None };
    let message = Message::new("topic ").quoted(name).text(" would carry two schemas");
    let message = if difference.is_whole() {
        message.text(": ").quoted(one.name()).text(" and ").quoted(two.name()).help()
    } else {
        let (left, right) = (blueprint.topics[first].port, entry.port);
        let message = message.text(" of ").quoted(one.name()).text(": ");
        difference
            .append_to(message, called(blueprint, left), called(blueprint, right))
            .help()
            .text("make them the same, or ")
    };
    let message = message.text("give one of the topics another name");
    Some(Problem {
        code: RULE.code,
        subject: Subject::TopicName(index),
        related: Some(Subject::TopicName(first)),
        message,
    })
}

/// Returns what a port is called in a message.
const fn called(blueprint: &Blueprint<'_>, port: PortRef<'_>) -> Message {
    Message::new("").port(blueprint.instances[port.instance].name, port.port)
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
    use super::super::fixture::{CONVERT, Fixture, SOURCE, port, topic};
    use crate::schema::{Field, LogicalType, Record, Schema};
    use crate::{Descriptor, Outlet};

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

    /// Their fingerprints are the same, so no reader could tell them apart.
    #[test]
    fn two_scales_on_one_topic() {
        const fn price(schema: &'static Schema<'static>) -> Field<'static> {
            Field { name: "price", doc: "", aliases: &[], schema, default: None }
        }
        const fn reading(fields: &'static [Field<'static>]) -> Record<'static> {
            Record { name: "Reading", doc: "", aliases: &[], fields }
        }
        const fn decimal(scale: u32) -> Schema<'static> {
            Schema::Logical(LogicalType::Decimal { precision: 10, scale }, &Schema::Bytes)
        }
        const TWO: Outlet<'static> = Outlet {
            name: "out",
            schema: &Schema::Record(&reading(&[price(&decimal(2))])),
            key: None,
            is_keyless: false,
        };
        const FOUR: Outlet<'static> =
            Outlet { schema: &Schema::Record(&reading(&[price(&decimal(4))])), ..TWO };
        assert_eq!(TWO.schema.fingerprint(), FOUR.schema.fingerprint());
        let mut fixture = Fixture::new();
        fixture.instances[0].streamlet = &Descriptor { outlets: &[TWO], ..SOURCE };
        fixture.instances[1].streamlet = &Descriptor { outlets: &[FOUR], ..CONVERT };
        fixture.topics.push(topic(port(0, "out"), Some("all")));
        fixture.topics.push(topic(port(1, "out"), Some("all")));
        let problem = super::one_schema(&fixture.blueprint(), 1, 0).expect("a problem");
        assert_eq!(
            problem.message.as_str(),
            "topic `all` would carry two schemas of `Reading`: `price` is `decimal(10, 2)` at \
             `source.out` and `decimal(10, 4)` at `convert.out`\n\
             help: make them the same, or give one of the topics another name"
        );
        fixture.instances[1].streamlet = &Descriptor { outlets: &[TWO], ..CONVERT };
        assert_eq!(super::one_schema(&fixture.blueprint(), 1, 0), None);
    }
}
