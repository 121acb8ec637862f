//! CF16: a blueprint sets configuration keys that the streamlet has, to values of their type.

use super::cf13_config_default::expected;
use super::Rule;
use crate::distance::{distance, is_near, nearest};
use crate::text::equal;
use crate::{Blueprint, Instance, Message, Problem, Subject, foreign};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF16",
    states: "an instance sets configuration keys of its streamlet, each once, to values of their type",
    explanation: "An instance can set the configuration of its streamlet, and the compiler knows every \
                  key with its type: a misspelt key would be ignored by a configuration file, and a \
                  wrong value would end the streamlet when it starts. A key without a default needs no \
                  value here, since whoever deploys may set it, also as a secret; `verify` and the \
                  build list what is still missing. Patterns are matched when the build script runs.",
    wrong: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert { windw = "5 s" }; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
"#,
    right: r#"
blueprint! {
    app {
        streamlets { ingress = source; convert = convert { window = "5 s" }; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
"#,
};

/// What an instance can set beside its configuration.
const SETTINGS: &[&str] = &["cpu", "memory", "replicas"];

/// Returns the problem of a key that no parameter can have, because it is no name.
pub const fn no_name(key: &str) -> Problem {
    let message = match foreign::in_instance(key) {
        Some(message) => message,
        None => Message::new("the key of a configuration parameter is a name, not ")
            .quoted(key)
            .help()
            .text("write `key = value`"),
    };
    Problem { code: RULE.code, subject: Subject::Blueprint, related: None, message }
}

/// Checks the setting with this index of the instance with that index.
pub const fn check(blueprint: &Blueprint<'_>, index: usize, at: usize) -> Option<Problem> {
    match setting(&blueprint.instances[index], at) {
        Some(message) => {
            let subject = Subject::InstanceSetting(index, at);
            Some(Problem { code: RULE.code, subject, related: None, message })
        }
        None => None,
    }
}

const fn setting(instance: &Instance<'_>, at: usize) -> Option<Message> {
    let setting = &instance.config[at];
    let Some(parameter) = instance.streamlet.parameter(setting.key) else {
        return Some(unknown(instance, setting.key));
    };
    let mut other = 0;
    while other < at {
        if equal(instance.config[other].key, setting.key) {
            let message = Message::new("").quoted(setting.key).text(" is set twice");
            return Some(message.help().text("keep one of the two values"));
        }
        other += 1;
    }
    if parameter.kind.accepts(setting.value) {
        return None;
    }
    let message = Message::new("").quoted(setting.value).text(" for ").port(instance.name, setting.key);
    Some(expected(message, parameter.kind, setting.value))
}

const fn unknown(instance: &Instance<'_>, key: &str) -> Message {
    if let Some(message) = foreign::in_instance(key) {
        return message;
    }
    let parameters = instance.streamlet.config;
    let message = Message::new("streamlet ")
        .quoted(instance.streamlet.name)
        .text(" has no configuration key ")
        .quoted(key)
        .help();
    if let Some(setting) = nearest(key, SETTINGS)
        && nearest_key(instance, key).is_none()
    {
        return message.text("did you mean ").quoted(setting).text("?");
    }
    if parameters.is_empty() {
        return message.text("it has none; remove the line");
    }
    if let Some(near) = nearest_key(instance, key) {
        return message.text("did you mean ").quoted(near).text("?");
    }
    let mut message = message.text("its keys are ");
    let mut at = 0;
    while at < parameters.len() {
        message = message.text(if at == 0 { "" } else { ", " }).quoted(parameters[at].key);
        at += 1;
    }
    message
}

/// Returns the key of the streamlet that was most likely meant.
const fn nearest_key<'a>(instance: &Instance<'a>, wanted: &str) -> Option<&'a str> {
    let parameters = instance.streamlet.config;
    let mut best: Option<&str> = None;
    let mut at = 0;
    while at < parameters.len() {
        let key = parameters[at].key;
        let is_nearer = match best {
            Some(best) => distance(wanted, key) < distance(wanted, best),
            None => true,
        };
        if is_nearer && is_near(wanted, key) {
            best = Some(key);
        }
        at += 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use crate::Setting;

    #[test]
    fn an_unknown_key() {
        Fixture::new().settings(1, &[Setting { key: "windw", value: "1 min" }]).refuses(
            "CF16",
            "streamlet `convert` has no configuration key `windw`\nhelp: did you mean `window`?",
        );
        Fixture::new().settings(0, &[Setting { key: "a", value: "1" }]).refuses(
            "CF16",
            "streamlet `source` has no configuration key `a`\nhelp: it has none; remove the line",
        );
    }

    #[test]
    fn a_setting_beside_the_configuration() {
        for (index, key, words) in [
            (0, "replcas", "streamlet `source` has no configuration key `replcas`\nhelp: did you mean `replicas`?"),
            (1, "memroy", "streamlet `convert` has no configuration key `memroy`\nhelp: did you mean `memory`?"),
            (1, "cores", "unknown setting of an instance `cores`\nhelp: did you mean `cpu`?"),
            (1, "other", "streamlet `convert` has no configuration key `other`\nhelp: its keys are `window`"),
            (1, "exactly_once", "`exactly_once` cannot be set: records are delivered at least once, in every application\nhelp: remove it, and write the streamlet so that the same record twice does no harm"),
        ] {
            let settings: &[Setting<'_>] = vec![Setting { key, value: "1" }].leak();
            Fixture::new().settings(index, settings).refuses("CF16", words);
        }
        let found = super::no_name("bootstrap.servers").message;
        assert!(found.as_str().starts_with("`bootstrap.servers` cannot be set: "), "{found}");
        assert_eq!(
            super::no_name("a b").message.as_str(),
            "the key of a configuration parameter is a name, not `a b`\nhelp: write `key = value`"
        );
    }

    #[test]
    fn a_value_of_another_type() {
        Fixture::new().settings(1, &[Setting { key: "window", value: "60" }]).refuses(
            "CF16",
            "`60` for `convert.window` is not a duration\n\
             help: write a number and a unit, such as `\"500 ms\"` or `\"1 min\"`",
        );
    }
}
