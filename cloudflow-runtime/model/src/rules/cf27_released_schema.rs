//! CF27: a topic is written only with records that its released versions allow.

use super::Rule;
use crate::schema::resolution::{Broken, Incompatibility, Sides, Step, writer_field};
use crate::text::equal;
use crate::{Blueprint, Message, PortRef, Problem, ReleasedTopic, Schema, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF27",
    states: "a topic is written only with records that its released versions allow (`schemas.lock`)",
    explanation: "Records stay in a topic when the application is replaced, and readers elsewhere are \
                  replaced later. So the records of each topic are released with `release`, which \
                  writes them into `schemas.lock`, and `compatibility` says there what the next version \
                  must be able to do: with `backward`, as here, to read what the last one wrote. In \
                  the example version 1 of `Limit` has a `device` and nothing else. The error is on \
                  the field, or on the name of the record when the field is gone.",
    wrong: r#"
#[derive(AvroRecord, Clone)]
pub struct Limit { pub device: String, pub site: String }

#[streamlet]
pub async fn limits(out: Outlet<Limit>) {
    drop(out);
}

blueprint! {
    #[locks = "./released"]
    app {
        streamlets { limits = limits; }
        topics { limits.out { name = "limits" } }
    }
}
"#,
    right: r#"
#[derive(AvroRecord, Clone)]
pub struct Limit { pub device: String, pub site: Option<String> }

#[streamlet]
pub async fn limits(out: Outlet<Limit>) {
    drop(out);
}

blueprint! {
    #[locks = "./released"]
    app {
        streamlets { limits = limits; }
        topics { limits.out { name = "limits" } }
    }
}
"#,
};

/// Who reads and who writes when a new version meets what was written before.
const READS_OLD: Sides = Sides { writer: "released version", reader: "new one" };
const IS_READ_BY_OLD: Sides = Sides { writer: "new version", reader: "released one" };

/// Checks what the outlets among `ports` write to the topic with the index `topic` of
/// [`Locks::topics`](crate::Locks::topics). What several of them do wrong is said of the first: they
/// mostly write one record type.
pub const fn check(
    blueprint: &Blueprint<'_>,
    ports: &[PortRef<'_>],
    topic: usize,
) -> Option<Problem> {
    let mut at = 0;
    while at < ports.len() {
        let problem = outlet(blueprint, &ports[at], &blueprint.locks.topics[topic]);
        if problem.is_some() {
            return problem;
        }
        at += 1;
    }
    None
}

const fn outlet(
    blueprint: &Blueprint<'_>,
    port: &PortRef<'_>,
    topic: &ReleasedTopic<'_>,
) -> Option<Problem> {
    let instance = &blueprint.instances[port.instance];
    let Some(index) = instance.streamlet.outlet_index(port.port) else { return None };
    let written = instance.streamlet.outlets[index].schema;
    let count = topic.versions.len();
    let first = if topic.compatibility.is_transitive() { 0 } else { count.saturating_sub(1) };
    let mut at = 0;
    while at < count {
        let released = topic.versions[at].schema;
        // What has the same fingerprint would be taken for the new version, and never for an old one.
        if at < first && written.fingerprint() != released.fingerprint() {
            at += 1;
            continue;
        }
        let start = Message::new("topic ")
            .quoted(topic.name)
            .text(" is released with version ")
            .number(topic.versions[at].version as u64)
            .text(" of ")
            .quoted(released.name());
        let found = if topic.compatibility.reads_old()
            && let Some(reason) = written.why_misread(released)
        {
            let start = start.text(", which ").port(instance.name, port.port);
            let start = start.text(" makes unreadable: ");
            Some((finish(start, &reason, READS_OLD, topic), field(&reason, written, written)))
        } else if topic.compatibility.is_read_by_old()
            && let Some(reason) = released.why_misread(written)
        {
            let start = start.text(", which could not read what ").port(instance.name, port.port);
            let start = start.text(" writes: ");
            Some((finish(start, &reason, IS_READ_BY_OLD, topic), field(&reason, released, written)))
        } else {
            None
        };
        if let Some((message, field)) = found {
            let subject = Subject::Record { instance: port.instance, outlet: index, field };
            return Some(Problem { code: RULE.code, subject, related: None, message });
        }
        at += 1;
    }
    None
}

/// Returns the index of the field of `written` in which the reason lies. The path of the reason has
/// the names of `reader`.
const fn field(
    reason: &Incompatibility<'_>,
    reader: &Schema<'_>,
    written: &Schema<'_>,
) -> Option<usize> {
    let (Some(Step::Field(name)), Schema::Record(reader), Schema::Record(written)) =
        (reason.path.first(), reader, written)
    else {
        return None;
    };
    let mut at = 0;
    while at < reader.fields.len() {
        if equal(reader.fields[at].name, name) {
            return writer_field(written, reader, at, at);
        }
        at += 1;
    }
    None
}

/// Appends the reason, and help of our own: what is released cannot be changed any more.
const fn finish(
    start: Message,
    reason: &Incompatibility<'_>,
    sides: Sides,
    topic: &ReleasedTopic<'_>,
) -> Message {
    let is_read_by_old = sides.writer.len() == IS_READ_BY_OLD.writer.len();
    let whole = reason.append_to(Message::new(""), sides);
    let (title, _) = whole.split_title();
    let message = start.text(title).help();
    let field = match reason.path.field() {
        Some(name) => Message::new("").quoted(name),
        None => Message::new("it"),
    };
    let field = field.as_str();
    let message = match reason.broken {
        Broken::Field { field, .. } if is_read_by_old => {
            message.text("keep ").quoted(field).text(", which released readers need")
        }
        Broken::Field { field, .. } => {
            message.text("give ").quoted(field).text(" a default, or make it an `Option`")
        }
        Broken::Type { writer, reader } => message
            .text("keep ")
            .text(field)
            .text(" as ")
            .quoted(if is_read_by_old { reader } else { writer }),
        Broken::Name { writer, .. } if !is_read_by_old => {
            message.text("keep the name ").quoted(writer).text(", or make it an alias")
        }
        Broken::Name { reader, .. } => message.text("keep the name ").quoted(reader),
        Broken::Symbol { symbol, .. } if is_read_by_old => {
            message.text("do without ").quoted(symbol)
        }
        Broken::Symbol { symbol, .. } => {
            message.text("keep ").quoted(symbol).text(", or mark a symbol as the default")
        }
        Broken::NoBranch { writer } if is_read_by_old => {
            message.text("do without ").quoted(writer).text(" in ").text(field)
        }
        Broken::NoBranch { writer } => {
            message.text("keep ").quoted(writer).text(" in ").text(field)
        }
        _ => message.text("keep ").text(field).text(" as it was"),
    };
    message
        .text("; or give the new record a topic of its own; or change `compatibility = \"")
        .text(topic.compatibility.name())
        .text("\"` at `")
        .text(topic.place)
        .text("`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use super::super::fixture::{Fixture, METRIC, READING, SOURCE, instance, port, topic};
    use crate::schema::{Field, Json, LogicalType, Record};
    use crate::{Compatibility, Descriptor, Instance, Locks, Outlet, ReleasedSchema, rules};

    const VALUE: Field<'static> =
        Field { name: "value", doc: "", aliases: &[], schema: &Schema::Int, default: None };
    const SITE: Field<'static> = Field {
        name: "site",
        schema: &Schema::String,
        default: Some(Json::String("roof")),
        ..VALUE
    };
    const LONG: Field<'static> = Field { schema: &Schema::Long, ..VALUE };

    const fn reading(fields: &'static [Field<'static>]) -> Record<'static> {
        Record { name: "Reading", doc: "", aliases: &[], fields }
    }

    /// What `Reading { value: int }` may follow, in the order of [`Compatibility::ALL`]: nothing,
    /// what it reads, what reads it, and both.
    #[track_caller]
    fn each_mode(versions: &[ReleasedSchema<'_>], expected: [bool; 7]) {
        let fixture = Fixture::new();
        let found = Compatibility::ALL.map(|compatibility| {
            let topic = ReleasedTopic {
                name: "readings",
                compatibility,
                place: "schemas.lock:3",
                versions,
            };
            let locks = Locks { folder: "", topics: &[topic] };
            let blueprint = Blueprint { locks, ..fixture.blueprint() };
            check(&blueprint, &[port(0, "out")], 0).is_none()
        });
        assert_eq!(found, expected, "{versions:#?}");
    }

    #[test]
    fn each_mode_on_what_it_is_about() {
        const WIDER: Schema<'static> = Schema::Record(&reading(&[LONG]));
        const RICHER: Schema<'static> = Schema::Record(&reading(&[VALUE, SITE]));
        const POORER: Schema<'static> = Schema::Record(&reading(&[]));
        let version = |version, schema| ReleasedSchema { version, schema };
        each_mode(&[], [true; 7]);
        each_mode(&[version(1, &READING)], [true; 7]);
        each_mode(&[version(1, &RICHER)], [true; 7]);
        // An int is read as a long, and a long is not read as an int.
        each_mode(&[version(1, &WIDER)], [true, false, true, false, false, true, false]);
        each_mode(&[version(1, &POORER)], [true, false, true, false, false, true, false]);
        each_mode(
            &[version(1, &METRIC), version(2, &READING)],
            [true, true, true, true, false, false, false],
        );
    }

    /// The specification resolves them all; the lock says what the values were.
    #[test]
    fn another_unit_of_time_is_another_record() {
        const MILLIS: Schema<'static> =
            Schema::Logical(LogicalType::TimestampMillis, &Schema::Long);
        const MICROS: Schema<'static> =
            Schema::Logical(LogicalType::TimestampMicros, &Schema::Long);
        let value = |schema| [Field { schema, ..VALUE }];
        let [millis, micros, plain] = [&MILLIS, &MICROS, &Schema::Long].map(value);
        let [millis, micros, plain] = [&millis, &micros, &plain]
            .map(|fields| Record { fields: fields.as_slice(), ..reading(&[]) });
        let [millis, micros, plain] = [&millis, &micros, &plain].map(Schema::Record);
        let says = |writes: &Schema<'_>, versions: &[&Schema<'_>], compatibility| {
            let versions: Vec<_> = (1..)
                .zip(versions)
                .map(|(version, schema)| ReleasedSchema { version, schema })
                .collect();
            let topic = ReleasedTopic {
                name: "readings",
                compatibility,
                place: "schemas.lock:3",
                versions: &versions,
            };
            let outlets = [Outlet { name: "out", schema: writes, key: None, is_keyless: false }];
            let source = Descriptor { outlets: &outlets, ..SOURCE };
            let instances =
                [Instance { name: "source", streamlet: &source, ..instance("", &SOURCE) }];
            let locks = Locks { folder: "", topics: &[topic] };
            let fixture = Fixture::new();
            let blueprint = Blueprint { instances: &instances, locks, ..fixture.blueprint() };
            check(&blueprint, &[port(0, "out")], 0).map(|problem| problem.to_string())
        };
        let refused = says(&micros, &[&millis], Compatibility::Backward).expect("a message");
        let words = "topic `readings` is released with version 1 of `Reading`, which `source.out` \
                     makes unreadable: `value` is `timestamp-millis` at the released version and \
                     would be read as `timestamp-micros` [CF27]\n\
                     help: keep `value` as it was; ";
        assert!(refused.starts_with(words), "{refused}");
        assert_eq!(says(&micros, &[&millis], Compatibility::None), None);
        assert_eq!(says(&micros, &[&plain], Compatibility::FullTransitive), None);
        // Step by step, and still nobody could tell version 1 from version 3.
        let versions = [&millis, &plain];
        assert!(says(&micros, &versions, Compatibility::Backward).is_some());
        assert_eq!(says(&micros, &versions, Compatibility::None), None);
    }

    #[test]
    fn an_inlet_of_that_name_is_not_asked() {
        let fixture = Fixture::new();
        let versions = [ReleasedSchema { version: 1, schema: &METRIC }];
        let compatibility = Compatibility::Full;
        let topic = ReleasedTopic {
            name: "t",
            compatibility,
            place: "schemas.lock:3",
            versions: &versions,
        };
        let locks = Locks { folder: "", topics: &[topic] };
        let blueprint = Blueprint { locks, ..fixture.blueprint() };
        assert_eq!(check(&blueprint, &[port(1, "data")], 0), None);
    }

    #[test]
    fn the_problem_is_that_of_the_field() {
        const EMPTY: Schema<'static> = Schema::Record(&reading(&[]));
        const RICHER: Schema<'static> = Schema::Record(&reading(&[VALUE, Field { default: None, ..SITE }]));
        for (compatibility, schema, field, title) in [
            (
                Compatibility::Backward,
                &EMPTY,
                Some(0),
                "topic `readings` is released with version 1 of `Reading`, which `source.out` makes \
                 unreadable: the new one needs `value`, which `Reading` at the released version does \
                 not have",
            ),
            (
                Compatibility::Forward,
                &RICHER,
                None,
                "topic `readings` is released with version 1 of `Reading`, which could not read what \
                 `source.out` writes: the released one needs `site`, which `Reading` at the new version \
                 does not have",
            ),
        ] {
            let mut fixture = Fixture::new();
            fixture.topics.push(topic(port(0, "out"), Some("readings")));
            let versions = [ReleasedSchema { version: 1, schema }];
            let (name, place) = ("readings", "schemas.lock:3");
            let topic = ReleasedTopic { name, compatibility, place, versions: &versions };
            let locks = Locks { folder: "", topics: &[topic] };
            let problems = rules::check_all(&Blueprint { locks, ..fixture.blueprint() });
            let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
            assert_eq!(problem.code, "CF27");
            assert_eq!(problem.subject, Subject::Record { instance: 0, outlet: 0, field });
            assert_eq!(problem.message.split_title().0, title);
        }
    }
}
