//! A blueprint with a parameter of every kind, and short ways to configure it.

use std::fs;
use std::path::{Path, PathBuf};

use cloudflow_model::{
    Access, Blueprint, ConfigParameter, Descriptor, Instance, Locks, ParameterKind, Partitioning,
    Resources, Server, VolumeMount,
};
use tempfile::TempDir;

use crate::config::{Configuration, Sources};

const fn parameter(
    key: &'static str,
    kind: ParameterKind<'static>,
    default: Option<&'static str>,
) -> ConfigParameter<'static> {
    ConfigParameter { key, description: "", kind, default }
}

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
const INGRESS: Descriptor<'static> = Descriptor {
    name: "HttpIngress",
    config: &[parameter("body_limit", ParameterKind::MemorySize, Some("1 MiB"))],
    server: Some(Server::HTTP),
    ..NOTHING
};
const FILES: Descriptor<'static> = Descriptor {
    name: "FileIngress",
    volumes: &[VolumeMount { name: "data", path: "/data", access: Access::ReadOnly }],
    ..NOTHING
};
const LOG: Descriptor<'static> = Descriptor {
    name: "LogEgress",
    config: &[
        parameter("prefix", ParameterKind::String { pattern: Some("[a-z]+") }, Some("log")),
        parameter("window", ParameterKind::Duration, Some("1 min")),
        parameter("limit", ParameterKind::Integer { min: 1, max: 9 }, Some("5")),
        parameter("ratio", ParameterKind::Float, Some("0.5")),
        parameter("verbose", ParameterKind::Boolean, Some("false")),
        parameter("api_token", ParameterKind::Integer { min: 0, max: 9999 }, Some("0")),
    ],
    ..NOTHING
};
const STORE: Descriptor<'static> = Descriptor {
    name: "Store",
    config: &[
        parameter("address", ParameterKind::String { pattern: None }, None),
        parameter("retries", ParameterKind::Integer { min: 0, max: 10 }, None),
    ],
    ..NOTHING
};

const fn instance(
    name: &'static str,
    streamlet: &'static Descriptor<'static>,
) -> Instance<'static> {
    Instance { name, streamlet, replicas: 1, resources: Resources::DEFAULT, config: &[] }
}

const fn blueprint(instances: &'static [Instance<'static>]) -> Blueprint<'static> {
    Blueprint {
        name: "test",
        description: "",
        instances,
        connections: &[],
        topics: &[],
        locks: Locks::NONE,
    }
}

/// Nothing in it is required.
pub(super) const OPTIONAL: Blueprint<'static> = blueprint(&[
    instance("ingress", &INGRESS),
    instance("admin", &INGRESS),
    instance("files", &FILES),
    instance("valid_log", &LOG),
    // A name with the separator of the environment in it, and one that is a section.
    instance("other--log", &LOG),
    instance("kafka", &LOG),
]);

/// The index of `files` in [`OPTIONAL`].
pub(super) const FILES_AT: usize = 2;

/// The index of `valid_log` in [`OPTIONAL`].
pub(super) const VALID_LOG: usize = 3;

/// Each `store` requires two values.
pub(super) const REQUIRED: Blueprint<'static> =
    blueprint(&[instance("store", &STORE), instance("spare", &STORE), instance("log", &LOG)]);

/// A folder that goes away with the test.
pub(super) struct Folder(TempDir);

impl Folder {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

pub(super) fn settings(settings: &[&str]) -> Sources {
    Sources {
        settings: settings.iter().map(|text| (*text).to_owned()).collect(),
        ..Sources::default()
    }
}

pub(super) fn environment(variables: &[(&str, &str)]) -> Sources {
    let variables = variables.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Sources { environment: variables.collect(), ..Sources::default() }
}

/// Resolves a blueprint in which nothing is required.
#[track_caller]
pub(super) fn resolve(sources: &Sources) -> Configuration {
    Configuration::resolve(&OPTIONAL, sources).unwrap_or_else(|error| panic!("{error}"))
}

/// Asserts the problems, as they are printed, with the folder of the files left out.
#[track_caller]
pub(super) fn refuses(sources: &Sources, folder: Option<&Folder>, expected: &[&str]) {
    let error = Configuration::resolve(&OPTIONAL, sources).expect_err("a problem");
    let strip = folder.map(|folder| format!("{}/", folder.path().display())).unwrap_or_default();
    let found: Vec<String> =
        error.problems().iter().map(|problem| problem.to_string().replace(&strip, "")).collect();
    assert_eq!(found, expected);
}
