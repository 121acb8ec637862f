//! What each command prints for an application made by hand, and how it ends.
//!
//! The expected outputs are files in `golden`. Set `UPDATE_GOLDEN=1` to write them anew, then read
//! them.

mod create;
mod release;

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use cloudflow_model::schema::{Field, Record, Schema};
use cloudflow_model::{
    Access, Blueprint, ConfigParameter, Connection, Descriptor, Inlet, Instance, Locks, Outlet,
    ParameterKind, Partitioning, PortRef, Resources, Server, Setting, Topic, VolumeMount,
};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::dispatch::dispatch;
use crate::config::VARIABLES;
use crate::{Application, Context, RunStreamlet, StreamletResult};

const CELSIUS: Field<'static> =
    Field { name: "celsius", doc: "", aliases: &[], schema: &Schema::Double, default: None };
const READING: Schema<'static> = Schema::Record(&Record {
    name: "weather.Reading",
    doc: "A temperature.",
    aliases: &[],
    fields: &[CELSIUS],
});

const NOTHING: Descriptor<'static> = Descriptor {
    name: "",
    description: "",
    inlets: &[],
    outlets: &[],
    config: &[],
    volumes: &[],
    server: None,
    partitioning: Partitioning::Unsaid,
};
const SOURCE: Descriptor<'static> = Descriptor {
    name: "Station",
    description: "Reads a weather station.",
    outlets: &[Outlet {
        name: "out",
        schema: &READING,
        key: Some("record.celsius"),
        is_keyless: false,
    }],
    server: Some(Server::HTTP),
    ..NOTHING
};
const FILTER: Descriptor<'static> = Descriptor {
    name: "too_hot",
    inlets: &[Inlet { name: "reading", schema: &READING, tombstones: false }],
    outlets: &[Outlet { name: "out", schema: &READING, key: None, is_keyless: false }],
    config: &[ConfigParameter {
        key: "limit",
        description: "Degrees from which it is too hot.",
        kind: ParameterKind::Integer { min: -50, max: 100 },
        default: Some("30"),
    }],
    ..NOTHING
};
const SINK: Descriptor<'static> = Descriptor {
    name: "Archive",
    inlets: &[Inlet { name: "in", schema: &READING, tombstones: false }],
    volumes: &[VolumeMount { name: "data", path: "/data", access: Access::ReadWrite }],
    ..NOTHING
};

const fn instance(
    name: &'static str,
    streamlet: &'static Descriptor<'static>,
    config: &'static [Setting<'static>],
) -> Instance<'static> {
    Instance { name, streamlet, replicas: 1, resources: Resources::DEFAULT, config }
}

const fn port(instance: usize, port: &'static str) -> PortRef<'static> {
    PortRef { instance, port }
}

pub(crate) const WEATHER: Blueprint<'static> = Blueprint {
    name: "weather",
    description: "Keeps the readings that are too hot.",
    instances: &[
        instance("station", &SOURCE, &[]),
        Instance {
            resources: Resources { cpu: Some("500m"), memory: Some("512Mi") },
            ..instance("hot_only", &FILTER, &[Setting { key: "limit", value: "35" }])
        },
        instance("archive", &SINK, &[]),
    ],
    connections: &[
        Connection { from: port(0, "out"), to: port(1, "reading") },
        Connection { from: port(1, "out"), to: port(2, "in") },
    ],
    topics: &[Topic {
        port: port(0, "out"),
        name: Some("readings"),
        partitions: Some(12),
        replicas: Some(3),
        managed: true,
        settings: &[Setting { key: "retention.ms", value: "86400000" }],
    }],
    locks: Locks::NONE,
};

fn ends_at_once(_: Context) -> BoxFuture<'static, StreamletResult> {
    async { Ok(()) }.boxed()
}
const RUN: &[RunStreamlet] = &[ends_at_once, ends_at_once, ends_at_once];
const APPLICATION: Application = Application::new(&WEATHER, RUN);

/// What a command left behind.
pub(crate) struct Ended {
    pub(crate) code: u8,
    output: String,
    pub(crate) errors: String,
}

pub(crate) fn run(application: &Application, words: &str) -> Ended {
    let words = ["bin/weather-app"].into_iter().chain(words.split_whitespace());
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let code = dispatch(application, words.map(OsString::from), &mut output, &mut errors);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended { code, output: text(output), errors: text(errors) }
}

#[track_caller]
fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/command/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert_eq!(actual, expected, "{name} differs:\n{actual}");
}

#[test]
fn outputs() {
    for (words, name) in [
        ("--help", "help.txt"),
        ("run --help", "help_run.txt"),
        ("topics create --help", "help_topics_create.txt"),
        ("describe", "describe.json"),
        ("graph", "graph.txt"),
        ("graph --format mermaid", "graph.mmd"),
        ("graph --format dot", "graph.dot"),
        ("topics", "topics.txt"),
        ("topics --format json", "topics.json"),
        ("topics --format yaml", "topics.yaml"),
        ("verify", "verify.txt"),
        ("verify --format json", "verify.json"),
        ("explain", "explain.txt"),
        ("explain cf06", "explain_cf06.txt"),
        ("explain CF06 --format json", "explain_cf06.json"),
        ("explain cf25", "explain_cf25.txt"),
        ("explain cf26 --format json", "explain_cf26.json"),
    ] {
        let ended = run(&APPLICATION, words);
        assert_eq!((ended.code, ended.errors.as_str()), (0, ""), "{words}");
        golden(name, &ended.output);
    }
}

#[test]
fn the_version_names_the_application() {
    let runtime = env!("CARGO_PKG_VERSION");
    let version = run(&APPLICATION, "--version").output;
    assert_eq!(version, format!("weather-app (weather, cloudflow-runtime {runtime})\n"));
    let version = run(&APPLICATION.with_version("1.2.3"), "--version").output;
    assert_eq!(version, format!("weather-app 1.2.3 (weather, cloudflow-runtime {runtime})\n"));
}

#[test]
fn the_help_names_every_variable_that_the_binary_reads() {
    let help = run(&APPLICATION, "--help").output;
    // Those of the build and of the development services.
    let others = ["CLOUDFLOW_DEV_CACHE", "CLOUDFLOW_IMAGE", "CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS"];
    for name in VARIABLES.iter().map(|variable| variable.name) {
        let is_listed = help.contains(&format!("\n  {name} "));
        assert_eq!(is_listed, !others.contains(&name), "{name}");
    }
}

#[test]
fn mistakes_of_the_command_line() {
    for (words, error) in [
        (
            "nonsense",
            "error: there is no command `nonsense`\nhelp: there are `sandbox`, `run`, `describe`, \
             `verify`, `graph`, `topics`, `explain`, `release`\n",
        ),
        (
            "rum station",
            "error: there is no command `rum`\nhelp: did you mean `run`? there are `sandbox`, `run`, \
             `describe`, `verify`, `graph`, `topics`, `explain`, `release`\n",
        ),
        (
            "topics crate",
            "error: there is no command `crate`\nhelp: did you mean `create`? there are `create`\n",
        ),
        (
            "--kafak localhost:9092",
            "error: there is no option `--kafak`\nhelp: did you mean `--kafka`? \
             `weather-app --help` lists all\n",
        ),
        (
            "topics create --nonsense",
            "error: there is no option `--nonsense`\nhelp: `weather-app topics create --help` lists \
             all\n",
        ),
        (
            "run station twice",
            "error: there is no argument `twice`\nhelp: `weather-app run --help` lists all\n",
        ),
        (
            "--kafka localhost",
            "error: `--kafka` cannot be `localhost`\nhelp: write host and port, such as \
             `localhost:9092`\n",
        ),
        (
            "--kafka",
            "error: `--kafka` has no value\nhelp: `weather-app --help` says what it takes\n",
        ),
        (
            "--drain-timeout 5",
            "error: `--drain-timeout` cannot be `5`\nhelp: write a duration, such as `30 s` or \
             `5 min`\n",
        ),
        (
            "topics create --wait 99999999999days",
            "error: `--wait` cannot be `99999999999days`\nhelp: write at most `1000 days`\n",
        ),
        (
            "run",
            "error: `run` needs the name of an instance\nhelp: there are `station`, `hot_only`, \
             `archive`\n",
        ),
        (
            "run statoin",
            "error: there is no instance `statoin` in `weather`\nhelp: did you mean `station`? there \
             are `station`, `hot_only`, `archive`\n",
        ),
        (
            "run egress",
            "error: there is no instance `egress` in `weather`\nhelp: there are `station`, \
             `hot_only`, `archive`\n",
        ),
        ("explain CF-6", "error: there is no rule `CF-6`\nhelp: did you mean `CF06`?\n"),
        (
            "graph --format svg",
            "error: `--format` cannot be `svg`\nhelp: there are `ascii`, `mermaid`, `dot`\n",
        ),
        (
            "graph --format mermade",
            "error: `--format` cannot be `mermade`\nhelp: did you mean `mermaid`? there are `ascii`, \
             `mermaid`, `dot`\n",
        ),
        (
            "graph --format",
            "error: `--format` has no value\nhelp: there are `ascii`, `mermaid`, `dot`\n",
        ),
        (
            "--exit-when-idle graph",
            "error: `--exit-when-idle` cannot stand before `graph`\nhelp: write options behind the \
             command; `weather-app graph --help` lists its own\n",
        ),
        // What nothing better is known for, clap says.
        (
            "--exit-when-idle --exit-when-idle",
            "error: the argument '--exit-when-idle' cannot be used multiple times\n",
        ),
    ] {
        let ended = run(&APPLICATION, words);
        assert_eq!((ended.code, ended.output.as_str()), (2, ""), "{words}: {}", ended.errors);
        assert!(ended.errors.starts_with(error), "{words}: {}", ended.errors);
        let is_ours = error.contains("\nhelp: ");
        assert!(!is_ours || ended.errors == error, "{words}: {}", ended.errors);
    }
}

#[cfg(not(feature = "kafka"))]
#[test]
fn a_binary_without_kafka_says_so() {
    for words in ["--kafka localhost:9092", "run hot-only", "topics create"] {
        let ended = run(&APPLICATION, words);
        assert_eq!(ended.code, 1, "{words}");
        assert_eq!(
            ended.errors,
            format!(
                "error: this binary was built without Kafka\nhelp: add the feature to the \
                 application's Cargo.toml: `cloudflow-runtime = {{ version = \"{}\", features = \
                 [\"kafka\"] }}`\n",
                env!("CARGO_PKG_VERSION")
            )
        );
    }
}

#[test]
fn a_broken_blueprint_is_refused_before_it_runs() {
    const BROKEN: Blueprint<'static> = Blueprint { connections: &[], topics: &[], ..WEATHER };
    let broken = Application::new(&BROKEN, RUN);
    for words in ["verify", "sandbox"] {
        let ended = run(&broken, words);
        assert_eq!((ended.code, ended.output.as_str()), (1, ""), "{words}");
        golden("broken.txt", &ended.errors);
    }
    let ended = run(&broken, "verify --format json");
    assert_eq!((ended.code, ended.errors.as_str()), (1, ""));
    golden("broken.json", &ended.output);
    // A picture helps most when something is wrong.
    assert_eq!(run(&broken, "graph").code, 0);
}

#[test]
fn a_wrong_configuration_is_refused() {
    for command in ["verify", "sandbox"] {
        let ended = run(
            &APPLICATION,
            &format!("{command} --set hot_only.limit=hot --set hot_only.limti=1"),
        );
        assert_eq!((ended.code, ended.output.as_str()), (1, ""), "{command}");
        golden("configuration.txt", &ended.errors);
    }
}

/// An output whose reader has gone.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_leaves_is_no_mistake() {
    for words in
        ["describe", "explain", "graph", "topics", "verify", "topics --format json", "--help"]
    {
        let mut errors = Vec::new();
        let all = ["app"].into_iter().chain(words.split(' ')).map(OsString::from);
        let code = dispatch(&APPLICATION, all, &mut Closed, &mut errors);
        assert_eq!((code, errors.as_slice()), (0, [].as_slice()), "{words}");
    }
}
