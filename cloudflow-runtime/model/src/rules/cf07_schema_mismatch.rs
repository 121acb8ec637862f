//! CF07: an inlet can read what the outlet before it carries.

use super::Rule;
use crate::schema::resolution::{Broken, Sides};
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF07",
    states: "an inlet can read every record of the outlet before it, by the rules of Avro's schema resolution",
    explanation: "What an outlet writes is read by every inlet that it is connected to. When the \
                  reader cannot make its own record of what was written, no record would ever arrive, \
                  and the application would find out in production. The two need not be the same: by \
                  Avro's schema resolution a field that only the outlet has is skipped, one that only \
                  the inlet has takes its default, an alias finds a field or type under its former \
                  name, `int` becomes `long`, `float` or `double`, `string` becomes `bytes`, and a \
                  plain value becomes an `Option`. Two decimals have the same precision and scale; \
                  of other logical types those rules say nothing, so that a `long` may become a \
                  time. What compiles is also what runs: the decoder \
                  follows the same rules. Where `schemas.lock` promises that new versions read what \
                  is released, inlets read it as well: records of earlier versions may still be in \
                  the topic.",
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

const SIDES: Sides = Sides { writer: "outlet", reader: "inlet" };
const RELEASED: Sides = Sides { writer: "released version", reader: "inlet" };

/// Checks the schemas at both ends of the connection with this index, in the direction of the data.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let (from, to) = (blueprint.connections[index].from, blueprint.connections[index].to);
    let left = &blueprint.instances[from.instance];
    let right = &blueprint.instances[to.instance];
    let (Some(outlet), Some(inlet)) = (left.streamlet.outlet(from.port), right.streamlet.inlet(to.port))
    else {
        return None;
    };
    let Some(reason) = inlet.schema.why_not_read(outlet.schema) else { return None };
    let message = Message::new("cannot connect ")
        .port(left.name, from.port)
        .text(" to ")
        .port(right.name, to.port)
        .text(": ");
    let message = match reason.broken {
        // Other records altogether: an alias would only hide that.
        Broken::Name { writer, reader } if reason.path.is_whole() => message
            .text("the outlet carries ")
            .quoted(writer)
            .text(", the inlet accepts ")
            .quoted(reader)
            .help()
            .text("put a streamlet between them that turns ")
            .quoted(writer)
            .text(" into ")
            .quoted(reader),
        _ => reason.append_to(message, SIDES),
    };
    Some(Problem { code: RULE.code, subject: Subject::Connection(index), related: None, message })
}

/// Checks that the inlet of the connection with this index reads what the topic with the index `topic`
/// of [`Locks::topics`](crate::Locks::topics) is released with, where that is promised.
///
/// What the outlet itself may not follow, or the inlet not read of the outlet, is said elsewhere.
pub const fn released(blueprint: &Blueprint<'_>, index: usize, topic: usize) -> Option<Problem> {
    let (from, to) = (blueprint.connections[index].from, blueprint.connections[index].to);
    let left = &blueprint.instances[from.instance];
    let right = &blueprint.instances[to.instance];
    let topic = &blueprint.locks.topics[topic];
    let (Some(outlet), Some(inlet)) = (left.streamlet.outlet(from.port), right.streamlet.inlet(to.port))
    else {
        return None;
    };
    if !topic.compatibility.reads_old() {
        return None;
    }
    let count = topic.versions.len();
    let mut at = if topic.compatibility.is_transitive() { 0 } else { count.saturating_sub(1) };
    while at < count {
        let version = &topic.versions[at];
        if let Some(reason) = inlet.schema.why_misread(version.schema) {
            if outlet.schema.why_misread(version.schema).is_some()
                || inlet.schema.why_not_read(outlet.schema).is_some()
            {
                return None;
            }
            let start = Message::new("")
                .port(right.name, to.port)
                .text(" cannot read version ")
                .number(version.version as u64)
                .text(" of ")
                .quoted(version.schema.name())
                .text(", with which topic ")
                .quoted(topic.name)
                .text(" is released: ");
            let whole = reason.append_to(Message::new(""), RELEASED);
            let (title, _) = whole.split_title();
            let message = start.text(title).help();
            let message = match reason.broken {
                Broken::Field { field, .. } => {
                    message.text("give ").quoted(field).text(" a default or an alias at the inlet")
                }
                _ => message
                    .text("read the record of ")
                    .port(left.name, from.port)
                    .text(", which can be made of that version"),
            };
            let message = message
                .text("; or change `compatibility = \"")
                .text(topic.compatibility.name())
                .text("\"` at `")
                .text(topic.place)
                .text("`");
            let subject = Subject::ConnectionTo(index);
            return Some(Problem { code: RULE.code, subject, related: None, message });
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, SINK, SOURCE, instance, port};
    use crate::schema::{Field, Json, Record, Schema};
    use crate::{
        Blueprint, Compatibility, Connection, Descriptor, Inlet, Locks, Outlet, ReleasedSchema,
        ReleasedTopic,
    };

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

    const VALUE: Field<'static> =
        Field { name: "value", doc: "", aliases: &[], schema: &Schema::Int, default: None };
    const LONG: Field<'static> = Field { schema: &Schema::Long, ..VALUE };
    const SITE: Field<'static> = Field { name: "site", schema: &Schema::String, ..VALUE };
    const SITE_OR_ROOF: Field<'static> = Field { default: Some(Json::String("roof")), ..SITE };

    const fn reading(fields: &'static [Field<'static>]) -> Record<'static> {
        Record { name: "Reading", doc: "", aliases: &[], fields }
    }

    #[test]
    fn a_reader_of_another_version() {
        const NEWER: Schema<'static> = Schema::Record(&reading(&[SITE_OR_ROOF, LONG]));
        const READER: Descriptor<'static> =
            Descriptor { inlets: &[Inlet { name: "data", schema: &NEWER, tombstones: false }], ..CONVERT };
        let mut fixture = Fixture::new();
        fixture.instances[1].streamlet = &READER;
        assert_eq!(fixture.problems(), []);
    }

    #[test]
    fn a_field_that_no_one_writes() {
        const NEWER: Schema<'static> = Schema::Record(&reading(&[VALUE, SITE]));
        const READER: Descriptor<'static> =
            Descriptor { inlets: &[Inlet { name: "data", schema: &NEWER, tombstones: false }], ..CONVERT };
        let mut fixture = Fixture::new();
        assert_eq!(SOURCE.outlets[0].schema.name(), "Reading");
        fixture.instances[1].streamlet = &READER;
        fixture.refuses(
            "CF07",
            "cannot connect `source.out` to `convert.data`: the inlet needs `site`, which `Reading` \
             at the outlet does not have\n\
             help: give `site` a default or an alias at the inlet, or add it at the outlet",
        );
    }

    const VERSION_1: Schema<'static> = Schema::Record(&reading(&[VALUE]));
    const TAKES_SITE: Descriptor<'static> = Descriptor {
        inlets: &[Inlet { name: "data", schema: &Schema::Record(&reading(&[LONG, SITE])), tombstones: false }],
        ..CONVERT
    };

    /// What is said of an inlet that needs a site, behind an outlet that `writes`, when version 1 is
    /// released under `compatibility`.
    fn released(writes: &'static Schema<'static>, compatibility: Compatibility) -> Option<String> {
        let outlet = Outlet { name: "out", schema: writes, key: None, is_keyless: false };
        let source = Descriptor { outlets: Box::leak(Box::new([outlet])), ..SOURCE };
        let mut fixture = Fixture::new();
        fixture.instances[0].streamlet = Box::leak(Box::new(source));
        fixture.instances[1].streamlet = &TAKES_SITE;
        let versions = [ReleasedSchema { version: 1, schema: &VERSION_1 }];
        let place = "schemas.lock:3";
        let topic = ReleasedTopic { name: "readings", compatibility, place, versions: &versions };
        let locks = Locks { folder: "", topics: &[topic] };
        let blueprint = Blueprint { locks, ..fixture.blueprint() };
        super::released(&blueprint, 0, 0).map(|problem| problem.text().to_string())
    }

    #[test]
    fn a_reader_of_what_is_released() {
        const WITH_DEFAULT: Schema<'static> = Schema::Record(&reading(&[VALUE, SITE_OR_ROOF]));
        const WITHOUT: Schema<'static> = Schema::Record(&reading(&[VALUE, SITE]));
        assert_eq!(
            released(&WITH_DEFAULT, Compatibility::Backward).as_deref(),
            Some(
                "`convert.data` cannot read version 1 of `Reading`, with which topic `readings` is \
                 released: the inlet needs `site`, which `Reading` at the released version does not \
                 have [CF07]\n\
                 help: give `site` a default or an alias at the inlet; or change \
                 `compatibility = \"backward\"` at `schemas.lock:3`"
            )
        );
        // Nobody promises it; the outlet breaks the promise; or the inlet does not read the outlet.
        assert_eq!(released(&WITH_DEFAULT, Compatibility::Forward), None);
        assert_eq!(released(&WITHOUT, Compatibility::Full), None);
        assert_eq!(released(&VERSION_1, Compatibility::Full), None);
    }
}
