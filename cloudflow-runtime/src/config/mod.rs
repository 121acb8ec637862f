//! Configuration: one resolver for the sandbox, for pods and for `verify`.
//!
//! # Precedence
//!
//! A value comes from the last of these sources that has one:
//!
//! 1. the default that the streamlet declares,
//! 2. the blueprint,
//! 3. configuration files, in the order given,
//! 4. mounted secrets,
//! 5. environment variables,
//! 6. `--set` on the command line, in the order given.
//!
//! ```
//! # use cloudflow_model::{Blueprint, ConfigParameter, Descriptor, Instance, Locks, ParameterKind, Partitioning, Resources, Setting};
//! # const WINDOW: ConfigParameter<'static> = ConfigParameter {
//! #     key: "window", description: "", kind: ParameterKind::Duration, default: Some("1 min"),
//! # };
//! # const AVERAGE: Descriptor<'static> = Descriptor {
//! #     name: "average", description: "", inlets: &[], outlets: &[], config: &[WINDOW],
//! #     volumes: &[], server: None, partitioning: Partitioning::Unsaid,
//! # };
//! # const BLUEPRINT: Blueprint<'static> = Blueprint {
//! #     name: "weather", description: "", connections: &[], topics: &[], locks: Locks::NONE,
//! #     instances: &[Instance {
//! #         name: "daily", streamlet: &AVERAGE, replicas: 1, resources: Resources::DEFAULT,
//! #         config: &[Setting { key: "window", value: "1 day" }],
//! #     }],
//! # };
//! use cloudflow_runtime::config::{Configuration, Sources};
//! use std::time::Duration;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let file = folder.path().join("weather.toml");
//! std::fs::write(&file, "[streamlets.daily]\nwindow = \"2 days\"\n")?;
//!
//! let mut sources = Sources { files: vec![file], ..Sources::default() };
//! let window = |sources: &Sources| -> Result<Duration, Box<dyn std::error::Error>> {
//!     let configuration = Configuration::resolve(&BLUEPRINT, sources)?;
//!     Ok(configuration.instances["daily"].get("window")?)
//! };
//! const DAY: Duration = Duration::from_secs(24 * 3600);
//! assert_eq!(window(&Sources::default())?, DAY, "the blueprint, before the default");
//! assert_eq!(window(&sources)?, 2 * DAY, "the file, before the blueprint");
//!
//! let variable = "CLOUDFLOW_STREAMLETS__DAILY__WINDOW".to_owned();
//! sources.environment.insert(variable, "3 days".to_owned());
//! assert_eq!(window(&sources)?, 3 * DAY, "the environment, before the file");
//!
//! sources.settings.push("daily.window=4 days".to_owned());
//! assert_eq!(window(&sources)?, 4 * DAY, "the command line, before all");
//!
//! sources.settings.push("daily.windwo=5 days".to_owned());
//! let error = Configuration::resolve(&BLUEPRINT, &sources).expect_err("a misspelt key");
//! assert!(error.to_string().ends_with("help: did you mean `daily.window`?"), "{error}");
//! # Ok(())
//! # }
//! ```
//!
//! # Keys
//!
//! | A file has | A secret is called, and `--set` has | A variable is called |
//! |---|---|---|
//! | `[streamlets.valid_log]` `prefix = "x"` | `valid_log.prefix` | `CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX` |
//! | `[kafka]` `bootstrap.servers = "…"` | `kafka.bootstrap.servers` | `CLOUDFLOW_KAFKA__BOOTSTRAP_SERVERS` |
//! | `[volumes.files]` `data = "./data"` | `volumes.files.data` | `CLOUDFLOW_VOLUMES__FILES__DATA` |
//! | `[ports]` `ingress = 3005` | `ports.ingress` | `CLOUDFLOW_PORTS__INGRESS` |
//! | `drain_timeout = "30 s"` | `drain_timeout` | `CLOUDFLOW_DRAIN_TIMEOUT` |
//! | `shutdown_delay = "10 s"` | `shutdown_delay` | `CLOUDFLOW_SHUTDOWN_DELAY` |
//! | `commit_interval = "1 s"` | `commit_interval` | `CLOUDFLOW_COMMIT_INTERVAL` |
//! | `log = "info,rdkafka=debug"` | `log` | `CLOUDFLOW_LOG` |
//! | `log_format = "json"` | `log_format` | `CLOUDFLOW_LOG_FORMAT` |
//! | `[inlets]` `records = 5000` | `inlets.records` | `CLOUDFLOW_INLETS__RECORDS` |
//!
//! A stop has two parts. A pod that serves is first taken out of its Service: for `shutdown_delay` it
//! says that it is not ready, and goes on accepting connections of those that have not heard of it. Then
//! it refuses connections and drains, as every pod does, for at most `drain_timeout`. Kubernetes kills a
//! pod after both and five seconds; `cloudflow-build` computes that from what its `Config` is told.
//!
//! In every name `-` and `_` are the same. Only the first two rows can be secrets. An instance that
//! is called like a section, such as `kafka`, has the long form `streamlets.kafka.prefix`.
//!
//! # Settings of the runtime
//!
//! | Setting | Default | What it is |
//! |---|---|---|
//! | `drain_timeout` | `30 s` | how long a stop may take before the process ends with records in flight |
//! | `shutdown_delay` | `10 s` | how long a pod that serves goes on after the signal to end |
//! | `commit_interval` | `1 s` | the time between two commits of offsets |
//! | `revoke_timeout` | `10 s` | how long a partition that moves to another pod waits for its records in flight |
//! | `request_timeout` | `10 s` | how long a question to Kafka, such as for the partitions of a topic, may take |
//! | `hang_timeout` | `60 s` | how long a streamlet may keep its thread before it counts as hung, and its pod is started anew |
//! | `call_timeout` | `5 min` | how long one call of a value function may last before it counts as hung |
//! | `log` | `info` | which log lines are written: a level, and levels of modules behind it |
//! | `log_format` | `text` on a terminal and in the sandbox, else `json` | how they are written |
//! | `inlets.records`, `inlets.bytes` | 20000, `16 MiB` | what each inlet has fetched and its streamlet has not done with |
//! | `outlets.records`, `outlets.bytes` | 50000, `32 MiB` | what each outlet has sent and the log has not acknowledged |
//! | `sandbox.topic_records`, `sandbox.topic_bytes` | 65536, `64 MiB` | what a topic of the sandbox's log holds for the slowest of its readers |
//!
//! Where a number of records or bytes is reached, the next record waits; one that is larger than the
//! bound passes alone. A pod needs memory for its inlets and outlets together.
//!
//! A file that a source names but that cannot be read, a name that the blueprint does not have, a
//! value of the wrong type and a required parameter without a value are errors, and all of them are
//! reported at once. A value is checked also where a later source replaces it.
//!
//! # Secrets
//!
//! Each file in the directory of secrets is a value, and its name is the key; one newline at the end
//! is not a part of it. The value of a key that has a mounted secret, or that has a word such as
//! `password` or `token` in its name, is a [`MaybeSecret`] that is one: no message, no `Debug`, no
//! description and no log line of the runtime shows it, also where the key is refused and where Kafka's
//! client repeats it.

mod bounds;
mod check;
mod configuration;
mod description;
mod dialect;
mod dotted;
mod environment;
mod file;
mod item;
mod kafka;
mod log_filter;
mod names;
mod origin;
mod problem;
mod resolve;
mod secrets;
mod settings;
mod sources;
#[cfg(test)]
mod tests;
mod text_file;
mod value;

pub(crate) use bounds::Bounds;
pub use configuration::{Configuration, InstanceConfiguration, Value, ValueError};
pub(crate) use configuration::{LogFormat, LogSettings};
pub use description::Description;
pub use environment::{VARIABLES, Variable};
pub use kafka::KafkaProperties;
pub(crate) use log_filter::{EGRESS, LogFilter};
pub use origin::{Origin, Position};
pub use problem::{ConfigurationError, ConfigurationProblem, ProblemKind};
pub use sources::Sources;
pub use value::{ConfigValue, MemorySize};

pub use crate::secret::MaybeSecret;
