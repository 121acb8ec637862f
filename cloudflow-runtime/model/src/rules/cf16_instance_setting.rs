//! CF16: a blueprint sets configuration keys that the streamlet has, to values of their type.

use super::cf13_config_default::expected;
use super::Rule;
use crate::distance::{distance, is_near};
use crate::text::equal;
use crate::{Blueprint, Instance, Message, Problem, Subject};

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
    let parameters = instance.streamlet.config;
    let message = Message::new("streamlet ")
        .quoted(instance.streamlet.name)
        .text(" has no configuration key ")
        .quoted(key)
        .help();
    if parameters.is_empty() {
        return message.text("it has none; remove the line");
    }
    let mut list = Message::new("");
    let mut best = 0;
    let mut at = 0;
    while at < parameters.len() {
        if distance(key, parameters[at].key) < distance(key, parameters[best].key) {
            best = at;
        }
        list = list.text(if at == 0 { "" } else { ", " }).quoted(parameters[at].key);
        at += 1;
    }
    if is_near(key, parameters[best].key) {
        message.text("did you mean ").quoted(parameters[best].key).text("?")
    } else {
        message.text("its keys are ").text(list.as_str())
    }
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
    fn a_value_of_another_type() {
        Fixture::new().settings(1, &[Setting { key: "window", value: "60" }]).refuses(
            "CF16",
            "`60` for `convert.window` is not a duration\n\
             help: write a number and a unit, such as `\"500 ms\"` or `\"1 min\"`",
        );
    }
}
