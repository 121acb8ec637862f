//! Lays the sources over each other, in the order of their precedence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use cloudflow_model::{Blueprint, value};

use super::bounds::Bounds;
use super::configuration::Value;
use super::dialect::Dialect;
use super::item::{Assignment, Hidden, Item, Literal, Refusal};
use super::log_filter::LogFilter;
use super::names::{Key, Meant, Names, Section};
use super::settings::{SETTINGS, Setting};
use super::{
    Configuration, ConfigurationError, ConfigurationProblem, Description, InstanceConfiguration,
    KafkaProperties, LogFormat, LogSettings, Origin, ProblemKind, Sources, check, dotted,
    environment, file, secrets,
};
use crate::secret::{MaybeSecret, sounds_secret};

impl Configuration {
    /// Resolves the configuration of a whole application.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the sources.
    pub fn resolve(
        blueprint: &Blueprint<'_>,
        sources: &Sources,
    ) -> Result<Self, ConfigurationError> {
        resolve(blueprint, sources, Scope::Application)
    }

    /// Resolves the configuration of one instance, as a pod needs it: parameters of the other
    /// instances need no value, and what the sources say about them is passed over, apart from names
    /// that do not exist. A volume that no source names is at the path that the streamlet declares.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the sources.
    pub fn resolve_instance(
        blueprint: &Blueprint<'_>,
        instance: usize,
        sources: &Sources,
    ) -> Result<Self, ConfigurationError> {
        resolve(blueprint, sources, Scope::Instance(instance))
    }

    /// Resolves what all instances share: Kafka and the times. No parameter of a streamlet needs a
    /// value, and what the sources say about them is passed over, apart from names that do not exist.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the sources.
    pub fn resolve_shared(
        blueprint: &Blueprint<'_>,
        sources: &Sources,
    ) -> Result<Self, ConfigurationError> {
        resolve(blueprint, sources, Scope::Shared)
    }
}

/// Whose values are needed.
#[derive(Clone, Copy)]
enum Scope {
    Application,
    Instance(usize),
    Shared,
}

impl Scope {
    fn has_instance(self, index: usize) -> bool {
        match self {
            Self::Application => true,
            Self::Instance(only) => only == index,
            Self::Shared => false,
        }
    }

    fn has(self, key: &Key) -> bool {
        key.instance().is_none_or(|index| self.has_instance(index))
    }
}

fn resolve(
    blueprint: &Blueprint<'_>,
    sources: &Sources,
    scope: Scope,
) -> Result<Configuration, ConfigurationError> {
    let names = Names::new(blueprint);
    // The order of these lines is the precedence: what comes later wins.
    let mut items = defaults(blueprint, scope);
    items.extend(from_blueprint(blueprint, names));
    items.extend(sources.files.iter().flat_map(|path| file::read(path, names)));
    items.extend(sources.secrets.iter().flat_map(|directory| secrets::read(directory, names)));
    items.extend(environment::read(&sources.environment, names));
    items.extend(dotted::read(&sources.settings, names));

    let secret = secret_keys(&items, names);
    let mut values: BTreeMap<Key, Assignment> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut hidden = Vec::new();
    for item in items {
        match item {
            Item::Value(mut assignment) if scope.has(&assignment.key) => {
                if secret.contains(&assignment.key) {
                    assignment.text = assignment.text.into_secret();
                }
                problems.extend(check::problem(&assignment, names));
                values.insert(assignment.key.clone(), assignment);
            }
            Item::Value(_) => {}
            Item::Mistake(Refusal { problem, hides }) => {
                problems.push(problem);
                hidden.push(hides);
            }
        }
    }
    problems.extend(missing(names, scope, &values, &hidden));
    problems.extend(ports_twice(names, &values));
    if problems.is_empty() {
        // What is wrong by itself would only be reported once more.
        problems.extend(check::kafka_conflict(&values));
    }
    if problems.is_empty() {
        Ok(build(names, scope, values))
    } else {
        Err(ConfigurationError::new(problems))
    }
}

fn defaults(blueprint: &Blueprint<'_>, scope: Scope) -> Vec<Item> {
    let value = |key, text: &str| {
        Item::Value(Assignment {
            key,
            text: MaybeSecret::plain(text),
            literal: Literal::Text,
            origin: Origin::Default,
        })
    };
    let settings = SETTINGS.iter();
    let settings = settings.filter_map(|row| Some(value(Key::Setting(row.setting), row.default?)));
    let mut items: Vec<Item> = settings.collect();
    for (index, instance) in blueprint.instances.iter().enumerate() {
        for (at, parameter) in instance.streamlet.config.iter().enumerate() {
            let key = Key::Parameter { instance: index, parameter: at };
            items.extend(parameter.default.map(|default| value(key, default)));
        }
        // Only a pod has the folders that the streamlet declares; elsewhere a source names others.
        if matches!(scope, Scope::Instance(only) if only == index) {
            for (at, volume) in instance.streamlet.volumes.iter().enumerate() {
                items.push(value(Key::Volume { instance: index, volume: at }, volume.path));
            }
        }
    }
    items
}

/// The compiler has checked these, apart from patterns, which it cannot match.
fn from_blueprint(blueprint: &Blueprint<'_>, names: Names<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, instance) in blueprint.instances.iter().enumerate() {
        for setting in instance.config {
            let origin = Origin::Blueprint;
            let key = names.entry(Section::Streamlets, index, setting.key, Dialect::File);
            items.push(match key {
                Ok(key) => {
                    let text = MaybeSecret::plain(setting.value);
                    Item::Value(Assignment { key, text, literal: Literal::Text, origin })
                }
                Err(unknown) => Item::Mistake(Refusal::unknown(origin, unknown)),
            });
        }
    }
    items
}

/// Returns the keys whose values are never shown.
fn secret_keys(items: &[Item], names: Names<'_>) -> BTreeSet<Key> {
    let key = |item: &Item| {
        let key = match item {
            Item::Value(assignment) => &assignment.key,
            // Also where the secret cannot be used, another source may have the same password.
            Item::Mistake(Refusal { hides: Hidden::Meant(Meant::Key(key)), .. }) => key,
            Item::Mistake(_) => return None,
        };
        let is_mounted = matches!(item.origin(), Some(Origin::Secret { .. }));
        let is_called_so = match key {
            Key::Kafka(property) => sounds_secret(property),
            // Without the name of the instance, which says nothing about the value.
            Key::Parameter { .. } => sounds_secret(&names.spell(key, Dialect::File)),
            _ => false,
        };
        (is_mounted || is_called_so).then(|| key.clone())
    };
    items.iter().filter_map(key).collect()
}

fn missing(
    names: Names<'_>,
    scope: Scope,
    values: &BTreeMap<Key, Assignment>,
    hidden: &[Hidden],
) -> Vec<ConfigurationProblem> {
    let mut problems = Vec::new();
    for (index, instance) in names.instances().iter().enumerate() {
        for (at, parameter) in instance.streamlet.config.iter().enumerate() {
            let key = Key::Parameter { instance: index, parameter: at };
            let is_reported = hidden.iter().any(|hidden| match hidden {
                Hidden::Nothing => false,
                Hidden::Meant(Meant::Instance(meant)) => *meant == index,
                Hidden::Meant(Meant::Key(meant)) => *meant == key,
                Hidden::Everything => true,
            });
            if !scope.has_instance(index) || is_reported || values.contains_key(&key) {
                continue;
            }
            let path = names.path(&key);
            problems.push(ConfigurationProblem {
                kind: ProblemKind::Missing,
                origin: None,
                title: format!(
                    "`{path}` has no value, and streamlet `{}` requires one",
                    instance.streamlet.name
                ),
                help: format!(
                    "write `{} = …` below `[streamlets.{}]` of a configuration file, or `--set {path}=…`",
                    parameter.key, instance.name
                ),
            });
        }
    }
    problems
}

/// Two servers of one process cannot share a port.
fn ports_twice(names: Names<'_>, values: &BTreeMap<Key, Assignment>) -> Vec<ConfigurationProblem> {
    let mut seen: BTreeMap<u16, &Assignment> = BTreeMap::new();
    let mut problems = Vec::new();
    for (key, assignment) in values {
        let Key::Port { .. } = key else { continue };
        let Ok(port) = assignment.text.expose_secret().parse::<u16>() else { continue };
        if let Some(first) = seen.insert(port, assignment).filter(|_| port != 0) {
            problems.push(ConfigurationProblem {
                kind: ProblemKind::Conflict,
                origin: Some(assignment.origin.clone()),
                title: format!(
                    "`{}` and `{}` are both {port}",
                    names.path(&first.key),
                    names.path(key)
                ),
                help: "give each server a port of its own, or 0 for any free one".to_owned(),
            });
        }
    }
    problems
}

fn build(names: Names<'_>, scope: Scope, values: BTreeMap<Key, Assignment>) -> Configuration {
    let mut kafka = KafkaProperties::default();
    let mut description = Description::default();
    let (mut drain_timeout, mut commit_interval) = (Duration::ZERO, Duration::ZERO);
    let mut shutdown_delay = Duration::ZERO;
    let mut log = LogSettings::default();
    let bounds = Bounds::read(|setting| {
        values.get(&Key::Setting(setting)).map(|assignment| assignment.text.expose_secret())
    });
    let mut instances: BTreeMap<usize, InstanceConfiguration> = BTreeMap::new();
    for (index, instance) in names.instances().iter().enumerate() {
        if scope.has_instance(index) {
            let name = instance.name.to_owned();
            let (values, volumes) = (BTreeMap::new(), BTreeMap::new());
            instances.insert(index, InstanceConfiguration { name, values, volumes, port: None });
        }
    }
    for (key, assignment) in values {
        let Assignment { text, origin, .. } = assignment;
        description.push(names.path(&key), Value::new(text.clone(), origin.clone()));
        let instance = key.instance().and_then(|index| instances.get_mut(&index));
        // Every text has been checked, so what does not parse cannot come here.
        match (key, instance) {
            (Key::Setting(setting), _) => {
                let text = text.expose_secret();
                let duration = || value::parse_duration(text).unwrap_or_default();
                match setting {
                    Setting::DrainTimeout => drain_timeout = duration(),
                    Setting::ShutdownDelay => shutdown_delay = duration(),
                    Setting::CommitInterval => commit_interval = duration(),
                    Setting::Log => log.filter = LogFilter::parse(text).unwrap_or_default(),
                    Setting::LogFormat => log.format = LogFormat::parse(text),
                    // The others are bounds, which are read above.
                    _ => {}
                }
            }
            (Key::Kafka(property), _) => kafka.insert(property, text),
            (key @ Key::Parameter { .. }, Some(instance)) => {
                let name = names.spell(&key, Dialect::File);
                instance.values.insert(name, Value::new(text, origin));
            }
            (key @ Key::Volume { .. }, Some(instance)) => {
                instance.volumes.insert(
                    names.spell(&key, Dialect::File),
                    folder(text.expose_secret(), &origin),
                );
            }
            (Key::Port { .. }, Some(instance)) => instance.port = text.expose_secret().parse().ok(),
            (Key::Parameter { .. } | Key::Volume { .. } | Key::Port { .. }, None) => {}
        }
    }
    let instances =
        instances.into_values().map(|instance| (instance.name.clone(), instance)).collect();
    Configuration {
        kafka,
        instances,
        drain_timeout,
        shutdown_delay,
        commit_interval,
        bounds,
        log,
        description,
    }
}

fn folder(text: &str, origin: &Origin) -> PathBuf {
    match origin {
        Origin::File { path, .. } => path.parent().unwrap_or(Path::new("")).join(text),
        _ => PathBuf::from(text),
    }
}
