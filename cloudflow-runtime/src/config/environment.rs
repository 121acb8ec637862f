//! Environment variables: which there are, and which keys they set.

use std::collections::BTreeMap;

use cloudflow_model::nearest;

use super::dialect::Dialect;
use super::item::{Assignment, Hidden, Item, Literal, Refusal};
use super::names::{Key, Meant, Names, Section, Unknown};
use super::settings::SETTINGS;
use super::{Origin, ProblemKind};
use crate::secret::MaybeSecret;

/// What every variable of this project starts with.
pub(super) const PREFIX: &str = "CLOUDFLOW_";

/// Variables that tests of the project may use as they like.
const TEST_PREFIX: &str = "CLOUDFLOW_TEST_";

/// An environment variable that the project knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
}

/// Every variable with a fixed name. Apart from these there are `CLOUDFLOW_TEST_…` and the sections
/// `CLOUDFLOW_STREAMLETS__…`, `CLOUDFLOW_KAFKA__…`, `CLOUDFLOW_VOLUMES__…`, `CLOUDFLOW_PORTS__…`,
/// `CLOUDFLOW_INLETS__…`, `CLOUDFLOW_OUTLETS__…` and `CLOUDFLOW_SANDBOX__…`.
pub const VARIABLES: &[Variable] = &[
    variable(
        "CLOUDFLOW_CALL_TIMEOUT",
        "how long a call of a value function may last, such as `5 min`",
    ),
    variable("CLOUDFLOW_COMMIT_INTERVAL", "how often offsets are committed, such as `1 s`"),
    variable("CLOUDFLOW_CONFIG", "configuration files, separated as in `PATH`"),
    variable("CLOUDFLOW_DEV_CACHE", "where the development services keep what they download"),
    variable("CLOUDFLOW_DRAIN_TIMEOUT", "how long a stop may take, such as `30 s`"),
    variable("CLOUDFLOW_HANG_TIMEOUT", "how long a streamlet may keep its thread, such as `60 s`"),
    variable("CLOUDFLOW_IMAGE", "the image that the generated manifests name"),
    variable("CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS", "the brokers that the generated manifests name"),
    variable("CLOUDFLOW_LOG", "which log lines are written, such as `info`"),
    variable("CLOUDFLOW_LOG_FORMAT", "how log lines are written: `text` or `json`"),
    variable("CLOUDFLOW_REQUEST_TIMEOUT", "how long a question to Kafka may take, such as `10 s`"),
    variable(
        "CLOUDFLOW_REVOKE_TIMEOUT",
        "how long a partition waits before it moves, such as `10 s`",
    ),
    variable("CLOUDFLOW_SECRETS", "the directory in which secrets are mounted"),
    variable(
        "CLOUDFLOW_SHUTDOWN_DELAY",
        "how long a server accepts after a signal, such as `10 s`",
    ),
];

const fn variable(name: &'static str, description: &'static str) -> Variable {
    Variable { name, description }
}

/// Reads the variables that set a key, and refuses those that nobody knows.
pub(super) fn read(environment: &BTreeMap<String, String>, names: Names<'_>) -> Vec<Item> {
    let ours = environment
        .iter()
        .filter(|(name, _)| name.starts_with(PREFIX) && !is_service_link(name, environment));
    ours.filter_map(|(name, text)| {
        let origin = Origin::Environment { variable: name.clone() };
        match lookup(name, names) {
            Ok(None) => None,
            // Shells and manifests empty a variable to be without it.
            Ok(Some(Key::Setting(_))) if text.is_empty() => None,
            // `Sources` reads bytes that are no UTF-8 as this character.
            Ok(Some(key)) if text.contains(char::REPLACEMENT_CHARACTER) => {
                let title = "the value is not UTF-8 text";
                let help = "set it to text in UTF-8";
                let refusal = Refusal::new(ProblemKind::Unreadable, origin, title, help);
                Some(Item::Mistake(refusal.hiding(Hidden::Meant(Meant::Key(key)))))
            }
            Ok(Some(key)) => Some(Item::Value(Assignment {
                key,
                text: MaybeSecret::plain(text.clone()),
                literal: Literal::Text,
                origin,
            })),
            Err(unknown) => Some(Item::Mistake(Refusal::unknown(origin, unknown))),
        }
    })
    .collect()
}

/// Returns whether Kubernetes set the variable, for a Service whose name starts with `cloudflow-`:
/// it announces each Service of the namespace to every pod, as `NAME_SERVICE_HOST`, `NAME_PORT` and
/// so on.
fn is_service_link(name: &str, environment: &BTreeMap<String, String>) -> bool {
    environment.keys().filter_map(|other| other.strip_suffix("_SERVICE_HOST")).any(|service| {
        name.strip_prefix(service).is_some_and(|rest| {
            rest == "_PORT" || rest.starts_with("_PORT_") || rest.starts_with("_SERVICE_")
        })
    })
}

/// Returns the key that a variable sets, if it is known and sets one.
fn lookup(name: &str, names: Names<'_>) -> Result<Option<Key>, Unknown> {
    let setting = SETTINGS.iter().find(|row| Dialect::Environment.setting(row.name) == name);
    if let Some(row) = setting {
        return Ok(Some(Key::Setting(row.setting)));
    }
    match name {
        _ if VARIABLES.iter().any(|known| known.name == name) => return Ok(None),
        _ if name.starts_with(TEST_PREFIX) => return Ok(None),
        _ => {}
    }
    let lower = name.strip_prefix(PREFIX).unwrap_or(name).to_ascii_lowercase();
    let section = lower
        .split_once("__")
        .and_then(|(section, tail)| Section::named(section).map(|section| (section, tail)));
    let Some((section, tail)) = section else { return Err(unknown(name, names)) };
    let key = in_section(section, tail, names)?;
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Err(Unknown {
            title: "the name must be in upper case".to_owned(),
            help: format!("did you mean `{}`?", names.spell(&key, Dialect::Environment)),
            meant: Some(Meant::Key(key)),
        });
    }
    Ok(Some(key))
}

fn in_section(section: Section, tail: &str, names: Names<'_>) -> Result<Key, Unknown> {
    match section {
        Section::Kafka => Names::kafka(&tail.replace('_', "."), Dialect::Environment),
        Section::Inlets | Section::Outlets | Section::Sandbox => {
            Names::setting(section, tail, Dialect::Environment)
        }
        Section::Ports => names.port(names.instance(section, tail, Dialect::Environment)?),
        Section::Streamlets | Section::Volumes => {
            // A label may have `__` in it, so each place could be the one between the names.
            let found = tail.match_indices("__").find_map(|(at, between)| {
                let (instance, key) = (tail.get(..at)?, tail.get(at + between.len()..)?);
                let index = names.instance(section, instance, Dialect::Environment).ok()?;
                names.entry(section, index, key, Dialect::Environment).ok()
            });
            if let Some(key) = found {
                return Ok(key);
            }
            let Some((instance, key)) = tail.split_once("__") else {
                return Err(Unknown {
                    title: "the name has no key of an instance".to_owned(),
                    help: format!(
                        "write `{}`",
                        Dialect::Environment.entry(section, "INSTANCE", "KEY")
                    ),
                    meant: None,
                });
            };
            let index = names.instance(section, instance, Dialect::Environment)?;
            names.entry(section, index, key, Dialect::Environment)
        }
    }
}

fn unknown(name: &str, names: Names<'_>) -> Unknown {
    let keys = names.keys();
    let spelled: Vec<String> =
        keys.iter().map(|key| names.spell(key, Dialect::Environment)).collect();
    let title = "the runtime has no such variable".to_owned();
    // One `_` for two is the commonest slip, and the shell shows no difference.
    let squeezed = |name: &str| name.replace("__", "_");
    let upper = name.to_ascii_uppercase();
    let same = spelled.iter().position(|known| squeezed(known) == squeezed(&upper));
    let known: Vec<&str> = VARIABLES
        .iter()
        .map(|variable| variable.name)
        .chain(spelled.iter().map(String::as_str))
        .collect();
    let near = match same.and_then(|at| spelled.get(at)) {
        Some(name) => Some(name.clone()),
        None => near_section(&upper).or_else(|| nearest(&upper, &known).map(str::to_owned)),
    };
    let meant = near.as_deref().and_then(|near| {
        spelled.iter().position(|known| known == near).and_then(|at| keys.get(at))
    });
    Unknown {
        title,
        meant: meant.cloned().map(Meant::Key),
        help: match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "remove it, or write `{}`",
                Dialect::Environment.entry(Section::Streamlets, "INSTANCE", "KEY")
            ),
        },
    }
}

/// Corrects the section: `CLOUDFLOW_STREAMLET__A__B`, `CLOUDFLOW_KAFKA_SASL_USERNAME`.
fn near_section(name: &str) -> Option<String> {
    let rest = name.strip_prefix(PREFIX)?;
    if let Some(property) = rest.strip_prefix("KAFKA_") {
        return Some(Dialect::Environment.kafka(property));
    }
    let (first, tail) = rest.split_once("__")?;
    let near = nearest(&first.to_ascii_lowercase(), &Section::ALL.map(Section::name))?;
    Some(format!("{PREFIX}{}__{tail}", near.to_ascii_uppercase()))
}
