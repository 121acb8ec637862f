//! Whether the schema of an outlet may follow those that its topic was released with.

use crate::schema::resolution::{Broken, Incompatibility, Sides};
use crate::{Blueprint, Message, PortRef, ReleasedTopic, Schema};

/// Who reads and who writes when a new version meets what was written before.
const READS_OLD: Sides = Sides { writer: "released version", reader: "new one" };
const IS_READ_BY_OLD: Sides = Sides { writer: "new version", reader: "released one" };

/// Returns why the outlets among `ports` must not write the topic with the index `topic` of
/// [`Locks::topics`](crate::Locks::topics), or nothing where they may. What several of them do wrong is
/// said of the first: they mostly write one record type.
pub const fn why_not_released(
    blueprint: &Blueprint<'_>,
    ports: &[PortRef<'_>],
    topic: usize,
) -> Option<Message> {
    let mut at = 0;
    while at < ports.len() {
        if let Some(message) = why_not(blueprint, &ports[at], topic) {
            return Some(message);
        }
        at += 1;
    }
    None
}

const fn why_not(blueprint: &Blueprint<'_>, port: &PortRef<'_>, topic: usize) -> Option<Message> {
    let instance = &blueprint.instances[port.instance];
    let Some(outlet) = instance.streamlet.outlet(port.port) else { return None };
    let topic = &blueprint.locks.topics[topic];
    let count = topic.versions.len();
    let first = if topic.compatibility.is_transitive() { 0 } else { count.saturating_sub(1) };
    let mut at = 0;
    while at < count {
        let released = &topic.versions[at];
        // What has the same fingerprint would be taken for the new version, and never for an old one.
        if at < first && outlet.schema.fingerprint() != released.schema.fingerprint() {
            at += 1;
            continue;
        }
        let start = Message::new("topic ")
            .quoted(topic.name)
            .text(" is released with version ")
            .number(released.version as u64)
            .text(" of ")
            .quoted(released.schema.name());
        if topic.compatibility.reads_old()
            && let Some(reason) = outlet.schema.why_misread(released.schema)
        {
            let start = start.text(", which ").port(instance.name, port.port);
            let start = start.text(" makes unreadable: ");
            return Some(finish(start, &reason, READS_OLD, topic));
        }
        if topic.compatibility.is_read_by_old()
            && let Some(reason) = released.schema.why_misread(outlet.schema)
        {
            let start = start.text(", which could not read what ").port(instance.name, port.port);
            let start = start.text(" writes: ");
            return Some(finish(start, &reason, IS_READ_BY_OLD, topic));
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

/// Returns whether two schemas are the same version: what one wrote is what the other writes.
pub const fn is_same_version(one: &Schema<'_>, other: &Schema<'_>) -> bool {
    one.fingerprint() == other.fingerprint()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::{Fixture, METRIC, READING, SOURCE, instance, port};
    use crate::schema::{Field, Json, LogicalType, Record};
    use crate::{Compatibility, Descriptor, Instance, Locks, Outlet, ReleasedSchema};

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
    fn check(versions: &[ReleasedSchema<'_>], expected: [bool; 7]) {
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
            why_not_released(&blueprint, &[port(0, "out")], 0).is_none()
        });
        assert_eq!(found, expected, "{versions:#?}");
    }

    #[test]
    fn each_mode_on_what_it_is_about() {
        const WIDER: Schema<'static> = Schema::Record(&reading(&[LONG]));
        const RICHER: Schema<'static> = Schema::Record(&reading(&[VALUE, SITE]));
        const POORER: Schema<'static> = Schema::Record(&reading(&[]));
        let version = |version, schema| ReleasedSchema { version, schema };
        check(&[], [true; 7]);
        check(&[version(1, &READING)], [true; 7]);
        check(&[version(1, &RICHER)], [true; 7]);
        // An int is read as a long, and a long is not read as an int.
        check(&[version(1, &WIDER)], [true, false, true, false, false, true, false]);
        check(&[version(1, &POORER)], [true, false, true, false, false, true, false]);
        check(
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
            let outlets = [Outlet { name: "out", schema: writes, keyed: false }];
            let source = Descriptor { outlets: &outlets, ..SOURCE };
            let instances =
                [Instance { name: "source", streamlet: &source, ..instance("", &SOURCE) }];
            let locks = Locks { folder: "", topics: &[topic] };
            let fixture = Fixture::new();
            let blueprint = Blueprint { instances: &instances, locks, ..fixture.blueprint() };
            why_not_released(&blueprint, &[port(0, "out")], 0).map(|message| message.to_string())
        };
        let refused = says(&micros, &[&millis], Compatibility::Backward).expect("a message");
        let words = "topic `readings` is released with version 1 of `Reading`, which `source.out` \
                     makes unreadable: `value` is `timestamp-millis` at the released version and \
                     would be read as `timestamp-micros`\n\
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
        assert_eq!(why_not_released(&blueprint, &[port(1, "data")], 0), None);
    }
}
