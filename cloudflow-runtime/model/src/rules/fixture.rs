//! A small sound blueprint for the unit tests of the rules, which break it in one place each.

use crate::schema::{Field, Record, Schema};
use crate::{
    Blueprint, ConfigParameter, Connection, Descriptor, Inlet, Instance, Locks, Outlet,
    ParameterKind, Partitioning, PortRef, Problem, Resources, Setting, Topic, rules,
};

const fn record(name: &'static str, field: &'static Schema<'static>) -> Record<'static> {
    // The leak of a const: the fields differ only in the schema.
    match field {
        Schema::Int => Record { name, doc: "", aliases: &[], fields: &[INT] },
        _ => Record { name, doc: "", aliases: &[], fields: &[TEXT] },
    }
}
const INT: Field<'static> =
    Field { name: "value", doc: "", aliases: &[], schema: &Schema::Int, default: None };
const TEXT: Field<'static> =
    Field { name: "value", doc: "", aliases: &[], schema: &Schema::String, default: None };

pub(crate) const READING: Schema<'static> = Schema::Record(&record("Reading", &Schema::Int));
pub(crate) const METRIC: Schema<'static> = Schema::Record(&record("Metric", &Schema::String));

const NOTHING: Descriptor<'static> = Descriptor {
    name: "nothing",
    description: "",
    inlets: &[],
    outlets: &[],
    config: &[],
    volumes: &[],
    server: None,
    partitioning: Partitioning::Unsaid,
};
pub(crate) const SOURCE: Descriptor<'static> = Descriptor {
    name: "source",
    outlets: &[Outlet { name: "out", schema: &READING, key: None, is_keyless: false }],
    ..NOTHING
};
pub(crate) const CONVERT: Descriptor<'static> = Descriptor {
    name: "convert",
    inlets: &[Inlet { name: "data", schema: &READING, tombstones: false }],
    outlets: &[Outlet { name: "out", schema: &METRIC, key: None, is_keyless: false }],
    config: &[ConfigParameter {
        key: "window",
        description: "",
        kind: ParameterKind::Duration,
        default: Some("1 min"),
    }],
    ..NOTHING
};
pub(crate) const SINK: Descriptor<'static> = Descriptor {
    name: "sink",
    inlets: &[Inlet { name: "in", schema: &METRIC, tombstones: false }],
    ..NOTHING
};

/// Reads two inlets.
pub(crate) const JOIN: Descriptor<'static> = Descriptor {
    name: "join",
    inlets: &[
        Inlet { name: "left", schema: &METRIC, tombstones: false },
        Inlet { name: "right", schema: &METRIC, tombstones: false },
    ],
    partitioning: Partitioning::Independent,
    ..NOTHING
};

pub(crate) const fn instance(
    name: &'static str,
    streamlet: &'static Descriptor<'static>,
) -> Instance<'static> {
    Instance { name, streamlet, replicas: 1, resources: Resources::DEFAULT, config: &[] }
}

pub(crate) const fn port(instance: usize, port: &'static str) -> PortRef<'static> {
    PortRef { instance, port }
}

pub(crate) const fn topic(port: PortRef<'static>, name: Option<&'static str>) -> Topic<'static> {
    Topic { port, name, partitions: None, replicas: None, managed: true, settings: &[] }
}

/// An owned blueprint that a test can change before it checks it.
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    pub(crate) instances: Vec<Instance<'static>>,
    pub(crate) connections: Vec<Connection<'static>>,
    pub(crate) topics: Vec<Topic<'static>>,
}

impl Fixture {
    /// `source.out => convert.data; convert.out => sink.in;`
    pub(crate) fn new() -> Self {
        Self {
            name: "test",
            instances: vec![
                instance("source", &SOURCE),
                instance("convert", &CONVERT),
                instance("sink", &SINK),
            ],
            connections: vec![
                Connection { from: port(0, "out"), to: port(1, "data") },
                Connection { from: port(1, "out"), to: port(2, "in") },
            ],
            topics: vec![],
        }
    }

    pub(crate) fn settings(mut self, index: usize, config: &'static [Setting<'static>]) -> Self {
        self.instances[index].config = config;
        self
    }

    pub(crate) fn blueprint(&self) -> Blueprint<'_> {
        Blueprint {
            name: self.name,
            description: "",
            instances: &self.instances,
            connections: &self.connections,
            topics: &self.topics,
            locks: Locks::NONE,
        }
    }

    pub(crate) fn problems(&self) -> Vec<Problem> {
        rules::check_all(&self.blueprint())
    }

    /// Asserts that there is exactly one problem, of this rule, with these words.
    #[track_caller]
    pub(crate) fn refuses(&self, code: &str, words: &str) {
        let problems = self.problems();
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert_eq!(problems[0].code, code, "{}", problems[0]);
        assert_eq!(problems[0].message.as_str(), words);
    }
}

#[test]
fn the_fixture_is_sound() {
    assert_eq!(Fixture::new().problems(), []);
}
