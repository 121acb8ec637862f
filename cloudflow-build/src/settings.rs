//! The configuration file of an instance, as TOML: what is set, and what could be.
//!
//! What the blueprint sets is compiled in as well. It stands in the file too, together with the
//! parameters that keep their defaults, so that whoever runs the application sees all of it in one
//! place.

use std::fmt::Write;

use cloudflow_model::{ConfigParameter, Instance, ParameterKind, value};
use toml_writer::{ToTomlValue, TomlStringBuilder};

use crate::shutdown::Shutdown;

/// The name of the file.
pub(crate) const FILE: &str = "cloudflow.toml";

/// Returns the settings of the runtime, where the build script sets any. They belong to no table, and so
/// stand first.
fn runtime(shutdown: Shutdown) -> String {
    let lines = shutdown.settings().map(|(key, value)| format!("{key} = {}\n", string(&value)));
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { lines + "\n" }
}

/// Returns the file that tells where Kafka is, and no more.
pub(crate) fn kafka(servers: &str) -> String {
    format!("[kafka]\n\"bootstrap.servers\" = {}\n", string(servers))
}

/// Returns the file of an instance; `deployment` is the name of its Deployment.
pub(crate) fn file(
    instance: &Instance<'_>,
    servers: &str,
    deployment: &str,
    shutdown: Shutdown,
) -> String {
    let mut text = runtime(shutdown) + &kafka(servers);
    let parameters = instance.streamlet.config;
    if parameters.is_empty() {
        return text;
    }
    let name = instance.name;
    // The comment stands with the keys, where it is needed; writing to a `String` cannot fail.
    let _ = write!(
        text,
        "\n# A commented key has its default. After an edit in the cluster:\n\
         # kubectl rollout restart deployment/{deployment}\n\
         [streamlets.{name}]\n"
    );
    for (at, parameter) in parameters.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for line in parameter.description.lines() {
            let _ = writeln!(text, "# {}", line.trim());
        }
        let _ = writeln!(text, "# {}", expectation(parameter));
        let key = parameter.key;
        let _ = match (set(instance, key), parameter.default) {
            (Some(value), _) => writeln!(text, "{key} = {}", toml(parameter.kind, value)),
            (None, Some(value)) => writeln!(text, "# {key} = {}", toml(parameter.kind, value)),
            (None, None) => writeln!(text, "# {key} ="),
        };
    }
    text
}

/// Returns what of a file has an effect. A new wording of a description is no reason to restart.
pub(crate) fn without_comments(file: &str) -> String {
    let is_effective = |line: &&str| !line.starts_with('#') && !line.trim().is_empty();
    file.split_inclusive('\n').filter(is_effective).collect()
}

/// Returns the parameters that have no value from anywhere: neither default nor blueprint.
pub(crate) fn missing<'a>(instance: &Instance<'a>) -> impl Iterator<Item = &'a str> {
    let parameters = instance.streamlet.config.iter();
    let config = instance.config;
    parameters
        .filter(|parameter| parameter.default.is_none())
        .map(|parameter| parameter.key)
        .filter(|key| !config.iter().any(|setting| setting.key == *key))
}

fn set<'a>(instance: &Instance<'a>, key: &str) -> Option<&'a str> {
    let found = instance.config.iter().find(|setting| setting.key == key);
    found.map(|setting| setting.value)
}

/// Says what may stand behind the key.
fn expectation(parameter: &ConfigParameter<'_>) -> String {
    let kind = match parameter.kind {
        ParameterKind::Integer { min: i64::MIN, max: i64::MAX } => "an integer".to_owned(),
        ParameterKind::Integer { min, max: i64::MAX } => format!("an integer, at least {min}"),
        ParameterKind::Integer { min, max } => format!("an integer from {min} to {max}"),
        ParameterKind::String { pattern: Some(pattern) } => {
            format!("a string that matches `{}`", pattern.escape_debug())
        }
        kind => kind.expectation().to_owned(),
    };
    let default = match parameter.default {
        Some(text) => format!("by default {}", toml(parameter.kind, text)),
        None => "required".to_owned(),
    };
    format!("({kind}; {default})")
}

/// Writes a value in the type that TOML has for it; one that a rule would refuse stays a string.
fn toml(kind: ParameterKind<'_>, text: &str) -> String {
    match kind {
        ParameterKind::Integer { .. } => {
            value::parse_integer(text).map(|number| number.to_string())
        }
        // Rust's debug form always has a point or an exponent, as a float of TOML must.
        ParameterKind::Float => text.parse::<f64>().ok().map(|number| format!("{number:?}")),
        ParameterKind::Boolean => value::parse_boolean(text).map(|flag| flag.to_string()),
        _ => None,
    }
    .unwrap_or_else(|| string(text))
}

/// Writes a string on one line, however many it has.
fn string(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

#[cfg(test)]
mod tests {
    use cloudflow_model::{Descriptor, Partitioning, Resources, Setting};

    use super::*;

    const fn parameter(
        key: &'static str,
        kind: ParameterKind<'static>,
        default: Option<&'static str>,
    ) -> ConfigParameter<'static> {
        ConfigParameter { key, description: "What it does.\nAnd why.", kind, default }
    }

    const STREAMLET: Descriptor<'static> = Descriptor {
        name: "example",
        description: "",
        inlets: &[],
        outlets: &[],
        config: &[
            parameter("limit", ParameterKind::Integer { min: 1, max: 9 }, Some("+5")),
            parameter("pattern", ParameterKind::String { pattern: Some("[a-z]+") }, None),
            parameter("window", ParameterKind::Duration, Some("1 min")),
        ],
        volumes: &[],
        server: None,
        partitioning: Partitioning::Unsaid,
    };

    #[test]
    fn values_have_the_types_of_toml() {
        let integer = ParameterKind::Integer { min: 0, max: 9 };
        for (kind, text, expected) in [
            (integer, "+7", "7"),
            (ParameterKind::Float, ".5", "0.5"),
            (ParameterKind::Float, "1", "1.0"),
            (ParameterKind::Float, "2.5E-3", "0.0025"),
            (ParameterKind::Float, "1e30", "1e30"),
            (ParameterKind::Boolean, "true", "true"),
            (ParameterKind::String { pattern: None }, "a\"b\\\n", r#""a\"b\\\n""#),
            (ParameterKind::Duration, "1 min", r#""1 min""#),
            (ParameterKind::MemorySize, "64 MiB", r#""64 MiB""#),
        ] {
            assert_eq!(toml(kind, text), expected);
        }
    }

    #[test]
    fn the_file_shows_what_is_set_and_what_could_be() {
        let config = [Setting { key: "window", value: "7 days" }];
        let instance = Instance {
            name: "one",
            streamlet: &STREAMLET,
            replicas: 1,
            resources: Resources::DEFAULT,
            config: &config,
        };
        let text = file(&instance, "kafka:9092", "app-one", Shutdown::default());
        assert_eq!(
            text,
            r#"[kafka]
"bootstrap.servers" = "kafka:9092"

# A commented key has its default. After an edit in the cluster:
# kubectl rollout restart deployment/app-one
[streamlets.one]
# What it does.
# And why.
# (an integer from 1 to 9; by default 5)
# limit = 5

# What it does.
# And why.
# (a string that matches `[a-z]+`; required)
# pattern =

# What it does.
# And why.
# (a duration such as `500 ms` or `1 min`; by default "1 min")
window = "7 days"
"#
        );
        assert_eq!(
            without_comments(&text),
            "[kafka]\n\"bootstrap.servers\" = \"kafka:9092\"\n[streamlets.one]\nwindow = \"7 days\"\n"
        );
        assert_eq!(missing(&instance).collect::<Vec<_>>(), ["pattern"]);
    }
}
