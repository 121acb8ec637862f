//! Checks a value against the kind that its key declares.

use cloudflow_model::rules::{cf13_config_default::expected, pattern};
use cloudflow_model::{Message, ParameterKind, value};

use super::item::{Assignment, Literal};
use super::kafka::OWNED;
use super::names::{Key, Names};
use super::{ConfigurationProblem, MASK, Origin, ProblemKind};

/// The most characters of a value that a message shows.
const MOST_SHOWN: usize = 60;

/// Words in the name of a key whose value is masked wherever it comes from.
const SECRET_WORDS: &[&str] =
    &["credential", "credentials", "passphrase", "password", "pem", "secret", "token"];

/// The same for two words in a row, of which one alone would hide too much.
const SECRET_PAIRS: &[[&str; 2]] =
    &[["access", "key"], ["api", "key"], ["oauthbearer", "config"], ["private", "key"]];

/// Returns whether the name of a key says that its value is a secret.
pub(super) fn sounds_secret(name: &str) -> bool {
    let words: Vec<&str> = name.split(['.', '_', '-']).collect();
    words.iter().any(|word| SECRET_WORDS.contains(word))
        || words.windows(2).any(|pair| SECRET_PAIRS.iter().any(|known| pair == known))
}

/// Returns what is wrong with a value.
pub(super) fn problem(
    assignment: &Assignment,
    names: Names<'_>,
    is_secret: bool,
) -> Option<ConfigurationProblem> {
    let Assignment { key, text, literal, origin } = assignment;
    let problem = |kind, title: String, help: String| {
        Some(ConfigurationProblem { kind, origin: Some(origin.clone()), title, help })
    };
    let path = names.path(key);
    let value = if is_secret { "the value".to_owned() } else { format!("`{}`", shorten(text)) };
    if let Key::Kafka(property) = key {
        if let Some(owned) = OWNED.iter().find(|owned| owned.name == property) {
            let title = format!("`{property}` cannot be set: {}", owned.reason);
            return problem(ProblemKind::Refused, title, owned.help.to_owned());
        }
        if matches!(literal, Literal::Float | Literal::Date) {
            let title = format!("{value} for `{path}` is {}", literal.name());
            let help = "write a string, an integer or a boolean".to_owned();
            return problem(ProblemKind::Value, title, help);
        }
        return None;
    }
    let kind = kind_of(key, names)?;
    if matches!(kind, ParameterKind::String { .. }) && *literal != Literal::Text {
        let shown = if is_secret { MASK } else { text };
        let title = format!("{value} for `{path}` is {}, not a string", literal.name());
        return problem(ProblemKind::Value, title, format!("put it in quotes: `\"{shown}\"`"));
    }
    let subject = Message::new(&value).text(" for ").quoted(&path);
    let message = if !kind.accepts(text) {
        expected(subject, kind, text)
    } else if let Some(fault) = pattern::fault(kind, text) {
        subject.text(fault.as_str())
    } else if *key == Key::CommitInterval
        && value::parse_duration(text).is_some_and(|it| it.is_zero())
    {
        subject.text(" is too short").help().text("write at least `\"1 ms\"`")
    } else if matches!(key, Key::Volume { .. }) && text.is_empty() {
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

fn kind_of<'a>(key: &Key, names: Names<'a>) -> Option<ParameterKind<'a>> {
    match key {
        Key::DrainTimeout | Key::ShutdownDelay | Key::CommitInterval => {
            Some(ParameterKind::Duration)
        }
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
    fn names_of_secrets() {
        for name in [
            "password",
            "sasl.password",
            "ssl.key.pem",
            "api_token",
            "aws_access_key",
            "sasl.oauthbearer.config",
        ] {
            assert!(sounds_secret(name), "{name}");
        }
        for name in ["bootstrap.servers", "key", "partition_key", "access_log", "tokens_per_second"]
        {
            assert!(!sounds_secret(name), "{name}");
        }
    }

    #[test]
    fn long_values_are_cut_and_stay_on_one_line() {
        assert_eq!(shorten("a\nb\"c'"), "a\\nb\"c'");
        assert_eq!(shorten(&"ä".repeat(61)), format!("{}…", "ä".repeat(60)));
    }
}
