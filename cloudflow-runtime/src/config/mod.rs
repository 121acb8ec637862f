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
//!
//! A stop has two parts. A pod that serves is first taken out of its Service: for `shutdown_delay` it
//! says that it is not ready, and goes on accepting connections of those that have not heard of it. Then
//! it refuses connections and drains, as every pod does, for at most `drain_timeout`. Kubernetes kills a
//! pod after both and five seconds; `cloudflow-build` computes that from what its `Config` is told.
//!
//! In every name `-` and `_` are the same. Only the first two rows can be secrets. An instance that
//! is called like a section, such as `kafka`, has the long form `streamlets.kafka.prefix`.
//!
//! A file that a source names but that cannot be read, a name that the blueprint does not have, a
//! value of the wrong type and a required parameter without a value are errors, and all of them are
//! reported at once. A value is checked also where a later source replaces it.
//!
//! # Secrets
//!
//! Each file in the directory of secrets is a value, and its name is the key; one newline at the end
//! is not a part of it. No message, no `Debug` and no description shows the value of a key that has a
//! mounted secret, or that has a word such as `password` or `token` in its name.

mod check;
mod configuration;
mod description;
mod dialect;
mod dotted;
mod environment;
mod file;
mod item;
mod kafka;
mod names;
mod origin;
mod problem;
mod resolve;
mod secrets;
mod sources;
#[cfg(test)]
mod tests;
mod text_file;
mod value;

pub use configuration::{Configuration, InstanceConfiguration, Value, ValueError};
pub use description::Description;
pub use environment::{VARIABLES, Variable};
pub use kafka::KafkaProperties;
pub use origin::{Origin, Position};
pub use problem::{ConfigurationError, ConfigurationProblem, ProblemKind};
pub use sources::Sources;
pub use value::{ConfigValue, MemorySize};

use description::MASK;
