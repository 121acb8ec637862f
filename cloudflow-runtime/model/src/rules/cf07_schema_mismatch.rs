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
                  plain value becomes an `Option`. What compiles is also what runs: the decoder \
                  follows the same rules.",
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

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, SINK, SOURCE, instance, port};
    use crate::schema::{Field, Json, Record, Schema};
    use crate::{Connection, Descriptor, Inlet};

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
            Descriptor { inlets: &[Inlet { name: "data", schema: &NEWER }], ..CONVERT };
        let mut fixture = Fixture::new();
        fixture.instances[1].streamlet = &READER;
        assert_eq!(fixture.problems(), []);
    }

    #[test]
    fn a_field_that_no_one_writes() {
        const NEWER: Schema<'static> = Schema::Record(&reading(&[VALUE, SITE]));
        const READER: Descriptor<'static> =
            Descriptor { inlets: &[Inlet { name: "data", schema: &NEWER }], ..CONVERT };
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
}
