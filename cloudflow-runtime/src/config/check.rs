//! Checks a value against the kind that its key declares.

use std::collections::BTreeMap;

use cloudflow_model::kafka::owned_property;
use cloudflow_model::rules::{cf13_config_default::expected, pattern};
use cloudflow_model::{Message, ParameterKind};

#[cfg(feature = "kafka")]
use super::dialect::Dialect;
use super::item::{Assignment, Literal};
use super::log_filter::{Fault, LogFilter};
use super::names::{Key, Names};
use super::settings::Setting;
use super::{ConfigurationProblem, Origin, ProblemKind};
use crate::secret::MaybeSecret;
#[cfg(feature = "kafka")]
use crate::transport::kafka;

/// The most characters of a value that a message shows.
const MOST_SHOWN: usize = 60;

/// Returns what is wrong with a value.
pub(super) fn problem(assignment: &Assignment, names: Names<'_>) -> Option<ConfigurationProblem> {
    let Assignment { key, text, literal, origin } = assignment;
    let problem = |kind, title: String, help: String| {
        Some(ConfigurationProblem { kind, origin: Some(origin.clone()), title, help })
    };
    let path = names.path(key);
    let value = if text.is_secret() {
        "the value".to_owned()
    } else {
        format!("`{}`", shorten(text.shown()))
    };
    if let Key::Kafka(property) = key {
        if owned_property(property).is_none() && matches!(literal, Literal::Float | Literal::Date) {
            let title = format!("{value} for `{path}` is {}", literal.name());
            let help = "write a string, an integer or a boolean".to_owned();
            return problem(ProblemKind::Value, title, help);
        }
        return kafka_problem(property, text, origin);
    }
    if *key == Key::Setting(Setting::Log) {
        let Fault { title, help } = LogFilter::parse(text.expose_secret()).err()?;
        return problem(ProblemKind::Value, title, help);
    }
    let kind = kind_of(key, names)?;
    if matches!(kind, ParameterKind::String { .. }) && *literal != Literal::Text {
        let title = format!("{value} for `{path}` is {}, not a string", literal.name());
        return problem(ProblemKind::Value, title, format!("put it in quotes: `\"{text}\"`"));
    }
    let subject = Message::new(&value).text(" for ").quoted(&path);
    // The words about a value follow from its kind; none repeats the value, but for the subject.
    let exposed = text.expose_secret();
    let message = if !kind.accepts(exposed) {
        expected(subject, kind, exposed)
    } else if let Some(fault) = pattern::fault(kind, exposed) {
        subject.text(fault.as_str())
    } else if let Key::Setting(setting) = key {
        subject.text(setting.row().fault(exposed)?.as_str())
    } else if matches!(key, Key::Volume { .. }) && exposed.is_empty() {
        subject.text(" is not a path").help().text("write the path of a folder")
    } else {
        return None;
    };
    let (title, help) = message.as_str().split_once("\nhelp: ").unwrap_or((message.as_str(), ""));
    // Only TOML and the blueprint write text in quotes.
    let help = match origin {
        Origin::File { .. } | Origin::Blueprint | Origin::Default => help.to_owned(),
        _ => help.replace("`\"", "`").replace("\"`", "`"),
    };
    problem(ProblemKind::Value, title.to_owned(), help)
}

/// Returns what is wrong with a property of Kafka's client, by itself.
#[cfg(feature = "kafka")]
fn kafka_problem(name: &str, value: &MaybeSecret, origin: &Origin) -> Option<ConfigurationProblem> {
    let kafka::Fault { title, help, meant } = kafka::fault(name, value)?;
    let help = match meant {
        Some(meant) => format!("did you mean `{}`?", Dialect::of(origin).kafka(meant)),
        None => help,
    };
    let kind = match (owned_property(name), meant) {
        (Some(_), _) => ProblemKind::Refused,
        (None, Some(_)) => ProblemKind::Unknown,
        (None, None) => ProblemKind::Value,
    };
    Some(ConfigurationProblem { kind, origin: Some(origin.clone()), title, help })
}

/// The same in a binary without the client, which knows only what no user may set.
#[cfg(not(feature = "kafka"))]
fn kafka_problem(name: &str, _: &MaybeSecret, origin: &Origin) -> Option<ConfigurationProblem> {
    let refusal = owned_property(name)?.refusal(name);
    let (title, help) = refusal.as_str().split_once("\nhelp: ")?;
    Some(ConfigurationProblem {
        kind: ProblemKind::Refused,
        origin: Some(origin.clone()),
        title: title.to_owned(),
        help: help.to_owned(),
    })
}

/// Returns why Kafka's client would not start with these properties, of which each is right by itself.
#[cfg(feature = "kafka")]
pub(super) fn kafka_conflict(values: &BTreeMap<Key, Assignment>) -> Option<ConfigurationProblem> {
    let properties = values.iter().filter_map(|(key, assignment)| match key {
        Key::Kafka(name) => Some((name.clone(), assignment.text.clone())),
        _ => None,
    });
    let (named, kafka::Fault { title, help, .. }) = kafka::conflict(&properties.collect())?;
    let origin = named.and_then(|name| values.get(&Key::Kafka(name)));
    let origin = origin.map(|assignment| assignment.origin.clone());
    Some(ConfigurationProblem { kind: ProblemKind::Conflict, origin, title, help })
}

/// A binary without the client cannot ask it.
#[cfg(not(feature = "kafka"))]
pub(super) fn kafka_conflict(_: &BTreeMap<Key, Assignment>) -> Option<ConfigurationProblem> {
    None
}

fn kind_of<'a>(key: &Key, names: Names<'a>) -> Option<ParameterKind<'a>> {
    match key {
        Key::Setting(setting) => Some(setting.row().kind),
        Key::Kafka(_) => None,
        Key::Parameter { instance, parameter } => {
            let parameters = names.instances().get(*instance)?.streamlet.config;
            parameters.get(*parameter).map(|parameter| parameter.kind)
        }
        Key::Volume { .. } => Some(ParameterKind::String { pattern: None }),
        Key::Port { .. } => Some(ParameterKind::Integer { min: 0, max: 65_535 }),
    }
}

fn shorten(text: &str) -> String {
    let text = text.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'");
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_and_stay_on_one_line() {
        assert_eq!(shorten("a\nb\"c'"), "a\\nb\"c'");
        assert_eq!(shorten(&"ä".repeat(61)), format!("{}…", "ä".repeat(60)));
    }
}
