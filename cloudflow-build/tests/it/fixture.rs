//! Blueprints for the tests, built by hand from the types of the model.

use cloudflow_model::schema::{Field, Record};
use cloudflow_model::{
    Access, Blueprint, ConfigParameter, Connection, Descriptor, Inlet, Instance, Locks, Outlet,
    ParameterKind, Partitioning, PortRef, Resources, Schema, Server, Setting, Topic, VolumeMount,
};

const TEXT: Field<'static> =
    Field { name: "text", doc: "", aliases: &[], schema: &Schema::String, default: None };
const fn record(name: &'static str) -> Record<'static> {
    Record { name, doc: "", aliases: &[], fields: &[TEXT] }
}
const READING: Schema<'static> = Schema::Record(&record("Reading"));
const METRIC: Schema<'static> = Schema::Record(&record("Metric"));
const REJECT: Schema<'static> = Schema::Record(&record("Reject"));

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

const fn parameter(
    key: &'static str,
    description: &'static str,
    kind: ParameterKind<'static>,
    default: Option<&'static str>,
) -> ConfigParameter<'static> {
    ConfigParameter { key, description, kind, default }
}

const INGRESS: Descriptor<'static> = Descriptor {
    name: "HttpIngress",
    description: "Receives records by HTTP.",
    outlets: &[Outlet {
        name: "out",
        schema: &READING,
        key: Some("record.device"),
        is_keyless: false,
    }],
    config: &[parameter(
        "body_limit",
        "The largest body of a request.",
        ParameterKind::MemorySize,
        Some("1 MiB"),
    )],
    server: Some(Server::HTTP),
    ..NOTHING
};

const SCORE: Descriptor<'static> = Descriptor {
    name: "score",
    description: "Scores readings with a model.",
    inlets: &[Inlet { name: "data", schema: &READING, tombstones: false }],
    outlets: &[
        Outlet { name: "valid", schema: &METRIC, key: None, is_keyless: false },
        Outlet { name: "invalid", schema: &REJECT, key: None, is_keyless: false },
    ],
    config: &[
        parameter(
            "threshold",
            "Below this score a reading is rejected.\nTuned once a year.",
            ParameterKind::Float,
            Some(".5"),
        ),
        parameter(
            "batch",
            "How many readings are scored at once.",
            ParameterKind::Integer { min: 1, max: 1000 },
            Some("10"),
        ),
        parameter("explain", "", ParameterKind::Boolean, Some("false")),
        parameter("window", "How far back it looks.", ParameterKind::Duration, Some("1 min")),
        parameter(
            "site",
            "Where the readings come from.",
            ParameterKind::String { pattern: Some("[a-z\"]+") },
            Some("north"),
        ),
        parameter(
            "license",
            "The key of the model's licence.",
            ParameterKind::String { pattern: None },
            None,
        ),
    ],
    volumes: &[
        VolumeMount { name: "models", path: "/models", access: Access::ReadOnly },
        VolumeMount { name: "score_cache", path: "/var/cache/score", access: Access::ReadWrite },
    ],
    ..NOTHING
};

/// [`SCORE`] with the other access to its volumes.
pub(crate) const SCORE_WITH_OTHER_ACCESS: Descriptor<'static> = Descriptor {
    volumes: &[
        VolumeMount { name: "models", path: "/models", access: Access::ReadWrite },
        VolumeMount { name: "score_cache", path: "/var/cache/score", access: Access::ReadOnly },
    ],
    ..SCORE
};

const LOG_METRIC: Descriptor<'static> = Descriptor {
    name: "LogEgress",
    inlets: &[Inlet { name: "in", schema: &METRIC, tombstones: false }],
    ..NOTHING
};
/// [`LOG_METRIC`] with a server.
pub(crate) const LOG_WITH_SERVER: Descriptor<'static> =
    Descriptor { server: Some(Server::HTTP), ..LOG_METRIC };
const LOG_REJECT: Descriptor<'static> = Descriptor {
    name: "LogEgress",
    inlets: &[Inlet { name: "in", schema: &REJECT, tombstones: false }],
    ..NOTHING
};
const LOG_READING: Descriptor<'static> = Descriptor {
    name: "LogEgress",
    inlets: &[Inlet { name: "in", schema: &READING, tombstones: false }],
    ..NOTHING
};

pub(crate) const fn port(instance: usize, port: &'static str) -> PortRef<'static> {
    PortRef { instance, port }
}

pub(crate) const fn instance(
    name: &'static str,
    streamlet: &'static Descriptor<'static>,
) -> Instance<'static> {
    Instance { name, streamlet, replicas: 1, resources: Resources::DEFAULT, config: &[] }
}

const fn topic(port: PortRef<'static>, name: &'static str) -> Topic<'static> {
    Topic { port, name: Some(name), partitions: None, replicas: None, managed: true, settings: &[] }
}

/// An owned blueprint that a test can change.
#[derive(Clone)]
pub(crate) struct Application {
    pub(crate) name: &'static str,
    pub(crate) instances: Vec<Instance<'static>>,
    pub(crate) connections: Vec<Connection<'static>>,
    pub(crate) topics: Vec<Topic<'static>>,
}

impl Application {
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

    /// Adds one more reader of what the ingress receives.
    pub(crate) fn with_audit(mut self) -> Self {
        let audit = self.instances.len();
        self.instances.push(instance("audit", &LOG_READING));
        self.connections.push(Connection { from: port(0, "out"), to: port(audit, "in") });
        self
    }
}

/// Everything at once: a server, volumes, replicas, settings of every kind, topics of every kind.
pub(crate) fn wind_farm() -> Application {
    Application {
        name: "wind_farm",
        instances: vec![
            Instance {
                replicas: 2,
                resources: Resources { cpu: Some("1"), memory: None },
                config: &[Setting { key: "body_limit", value: "64 KiB" }],
                ..instance("ingress", &INGRESS)
            },
            Instance {
                replicas: 3,
                resources: Resources { cpu: Some("0.5"), memory: Some("2Gi") },
                config: &[
                    Setting { key: "threshold", value: "0.25" },
                    Setting { key: "batch", value: "+50" },
                    Setting { key: "explain", value: "true" },
                    Setting { key: "window", value: "7 days" },
                    Setting { key: "site", value: "the\"north" },
                ],
                ..instance("score", &SCORE)
            },
            instance("valid_log", &LOG_METRIC),
            instance("rejects", &LOG_REJECT),
        ],
        connections: vec![
            Connection { from: port(0, "out"), to: port(1, "data") },
            Connection { from: port(1, "valid"), to: port(2, "in") },
            Connection { from: port(1, "invalid"), to: port(3, "in") },
        ],
        topics: vec![
            Topic {
                partitions: Some(12),
                replicas: Some(3),
                settings: &[
                    Setting { key: "retention.ms", value: "604800000" },
                    Setting { key: "cleanup.policy", value: "compact,delete" },
                ],
                ..topic(port(1, "valid"), "metrics")
            },
            Topic { managed: false, ..topic(port(3, "in"), "central.rejects") },
        ],
    }
}

/// The least there is: one streamlet that reads a topic that others own.
pub(crate) fn tail() -> Application {
    Application {
        name: "tail",
        instances: vec![instance("log", &LOG_METRIC)],
        connections: vec![],
        topics: vec![Topic { managed: false, ..topic(port(0, "in"), "metrics") }],
    }
}
