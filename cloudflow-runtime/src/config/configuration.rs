//! The resolved configuration: what the runtime and the streamlets read.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::bounds::Bounds;
use super::log_filter::LogFilter;
use super::{ConfigValue, Description, KafkaProperties, Origin};
use crate::secret::MaybeSecret;

/// The configuration of an application: every value, with the source that it comes from.
///
/// Secrets are masked in `Debug` and in [`describe`](Self::describe).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Configuration {
    /// Properties of the Kafka client; empty without any.
    pub kafka: KafkaProperties,
    /// The instances by their name in the blueprint: all of them, or the one that was asked for.
    pub instances: BTreeMap<String, InstanceConfiguration>,
    /// How long a stop may take before the process ends with records in flight; 30 s unless set.
    pub drain_timeout: Duration,
    /// How long a pod that serves goes on accepting connections after it was asked to end, while it
    /// says that it is not ready, before it drains; 10 s unless set.
    pub shutdown_delay: Duration,
    /// The time between two commits of offsets; 1 s unless set.
    pub commit_interval: Duration,
    pub(crate) bounds: Bounds,
    pub(crate) log: LogSettings,
    pub(super) description: Description,
}

impl Configuration {
    /// Returns every value with its source, secrets masked.
    pub fn describe(&self) -> &Description {
        &self.description
    }
}

/// What the process logs, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LogSettings {
    /// Which lines are written.
    pub(crate) filter: LogFilter,
    /// How a line is written, if a source says so.
    pub(crate) format: Option<LogFormat>,
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One object in a line, for what collects logs.
    Json,
}

impl LogFormat {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// The configuration of an instance.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InstanceConfiguration {
    /// The name of the instance.
    pub name: String,
    /// The value of every parameter of the streamlet, by key.
    pub values: BTreeMap<String, Value>,
    /// The folders that stand for its volumes, by name: those that a source names, and in the
    /// configuration of one instance, as in a pod, the others at the paths that the streamlet
    /// declares. A path in a file is relative to the folder of the file, any other to the working
    /// directory.
    pub volumes: BTreeMap<String, PathBuf>,
    /// The port on which its server listens, if a source names one; 0 is any free port.
    pub port: Option<u16>,
}

impl InstanceConfiguration {
    /// Returns the value of a parameter.
    ///
    /// # Errors
    ///
    /// When the streamlet declares no such parameter, or one that has other values than `V`.
    pub fn get<V: ConfigValue>(&self, key: &str) -> Result<V, ValueError> {
        let Some(value) = self.values.get(key) else {
            return Err(ValueError::Undeclared {
                instance: self.name.clone(),
                key: key.to_owned(),
                declared: self.values.keys().cloned().collect(),
            });
        };
        V::parse(value.text.expose_secret()).ok_or_else(|| ValueError::Type {
            instance: self.name.clone(),
            key: key.to_owned(),
            expectation: V::KIND.expectation(),
        })
    }

    /// Returns a parameter as text, with its source.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// Returns the folder that stands for a volume, if there is one.
    pub fn volume(&self, name: &str) -> Option<PathBuf> {
        self.volumes.get(name).cloned()
    }
}

/// A value as text, with its source.
///
/// The text is a secret when it is mounted as one, or its key is called `password`, `token` or the
/// like, and then it is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    text: MaybeSecret,
    origin: Origin,
}

impl Value {
    pub(super) fn new(text: MaybeSecret, origin: Origin) -> Self {
        Self { text, origin }
    }

    /// Returns the text.
    pub fn text(&self) -> &MaybeSecret {
        &self.text
    }

    /// Returns the source.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} ({})", self.text, self.origin)
    }
}

/// A streamlet asks for a parameter that it does not declare, or as another type.
///
/// This is a mistake in the streamlet: a configuration can neither cause nor cure it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Declare the parameter.
    #[error(
        "the streamlet of instance `{instance}` declares no configuration key `{key}`\n\
         help: {}",
        declare(key, declared)
    )]
    Undeclared {
        /// The instance.
        instance: String,
        /// The key that is asked for.
        key: String,
        /// The keys that are declared.
        declared: Vec<String>,
    },
    /// Ask for the type that the parameter is declared with.
    #[error(
        "the value of `{instance}.{key}` is not {expectation}\n\
         help: ask for the type that the parameter is declared with"
    )]
    Type {
        /// The instance.
        instance: String,
        /// The key that is asked for.
        key: String,
        /// What the type that is asked for takes.
        expectation: &'static str,
    },
}

fn declare(key: &str, declared: &[String]) -> String {
    let declared: Vec<&str> = declared.iter().map(String::as_str).collect();
    match cloudflow_model::nearest(key, &declared) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add a parameter `#[config] {key}: …` to the streamlet"),
    }
}
