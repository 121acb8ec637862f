//! The part of CF13 and CF16 that needs a regular expression, and so runs only where code runs.

use regex_lite::Regex;

use crate::{Blueprint, Descriptor, Message, ParameterKind, Problem, Subject};

/// Returns why `value` does not keep to the parameter's pattern, if it has one.
///
/// The pattern must match the whole value.
pub fn fault(kind: ParameterKind<'_>, value: &str) -> Option<Message> {
    let ParameterKind::String { pattern: Some(pattern) } = kind else { return None };
    let matches = compile(pattern).is_ok_and(|pattern| pattern.is_match(value));
    (!matches).then(|| {
        Message::new(" does not match the pattern ")
            .quoted(pattern)
            .help()
            .text("write a value that the pattern matches as a whole")
    })
}

/// Checks the patterns of a streamlet, and its defaults against them.
pub fn check_streamlet(descriptor: &Descriptor<'_>) -> impl Iterator<Item = Problem> {
    descriptor.config.iter().enumerate().filter_map(|(at, parameter)| {
        let ParameterKind::String { pattern: Some(pattern) } = parameter.kind else { return None };
        let (subject, message) = if compile(pattern).is_err() {
            let message = Message::new("the pattern ")
                .quoted(pattern)
                .text(" of ")
                .quoted(parameter.key)
                .text(" is not a regular expression")
                .help()
                .text("write one such as `\"[a-z]+\"`");
            (Subject::ParameterPattern(at), message)
        } else {
            let default = parameter.default?;
            let fault = fault(parameter.kind, default)?;
            let message = Message::new("the default ")
                .quoted(default)
                .text(" of ")
                .quoted(parameter.key)
                .text(fault.as_str());
            (Subject::ParameterDefault(at), message)
        };
        Some(Problem { code: "CF13", subject, related: None, message })
    })
}

/// Checks the values that a blueprint sets against the patterns of their parameters.
pub(super) fn check_instances(blueprint: &Blueprint<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, instance) in blueprint.instances.iter().enumerate() {
        for (at, setting) in instance.config.iter().enumerate() {
            let Some(parameter) = instance.streamlet.parameter(setting.key) else { continue };
            // A pattern that is none is the streamlet's mistake, and reported there.
            let is_pattern = matches!(parameter.kind, ParameterKind::String { pattern: Some(text) }
                if compile(text).is_ok());
            if is_pattern && let Some(fault) = fault(parameter.kind, setting.value) {
                let message = Message::new("")
                    .quoted(setting.value)
                    .text(" for ")
                    .port(instance.name, setting.key)
                    .text(fault.as_str());
                let subject = Subject::InstanceSetting(index, at);
                problems.push(Problem { code: "CF16", subject, related: None, message });
            }
        }
    }
    problems
}

fn compile(pattern: &str) -> Result<Regex, regex_lite::Error> {
    Regex::new(&format!("^(?:{pattern})$"))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, METRIC, SINK, instance, port};
    use super::*;
    use crate::{ConfigParameter, Connection, Inlet, Setting};

    const fn mode(pattern: &'static str, default: &'static str) -> ConfigParameter<'static> {
        let kind = ParameterKind::String { pattern: Some(pattern) };
        ConfigParameter { key: "mode", description: "", kind, default: Some(default) }
    }

    #[test]
    fn a_mistake_of_a_streamlet_is_reported_once() {
        // As for `LogEgress<A>` and `LogEgress<B>`: two descriptors, one declaration.
        const WRONG: [ConfigParameter<'static>; 1] = [mode("[a-z]", "A")];
        const ONE: Descriptor<'static> = Descriptor { config: &WRONG, ..SINK };
        const OTHER: Descriptor<'static> = Descriptor {
            inlets: &[Inlet { name: "data", schema: &METRIC, tombstones: false }],
            ..ONE
        };
        let mut fixture = Fixture::new();
        fixture.instances[2] = instance("sink", &ONE);
        fixture.instances.push(instance("other", &OTHER));
        fixture.connections.push(Connection { from: port(1, "out"), to: port(3, "data") });
        fixture.refuses(
            "CF13",
            "the default `A` of `mode` does not match the pattern `[a-z]`\n\
             help: write a value that the pattern matches as a whole",
        );
    }

    #[test]
    fn no_value_is_blamed_for_a_pattern_that_is_none() {
        const BROKEN: [ConfigParameter<'static>; 1] = [mode("[a-z", "a")];
        const ONE: Descriptor<'static> = Descriptor { config: &BROKEN, ..SINK };
        let mut fixture = Fixture::new();
        fixture.instances[2] = instance("sink", &ONE);
        fixture.settings(2, &[Setting { key: "mode", value: "b" }]).refuses(
            "CF13",
            "the pattern `[a-z` of `mode` is not a regular expression\n\
             help: write one such as `\"[a-z]+\"`",
        );
    }

    #[test]
    fn patterns_match_the_whole_value() {
        for (pattern, default, words) in [
            ("[a-z]+", "abc", None),
            ("a|b", "ab", Some("the default `ab` of `k` does not match the pattern `a|b`")),
            ("[a-z", "abc", Some("the pattern `[a-z` of `k` is not a regular expression")),
        ] {
            let kind = ParameterKind::String { pattern: Some(pattern) };
            let config =
                [ConfigParameter { key: "k", description: "", kind, default: Some(default) }];
            let descriptor = Descriptor { config: &config, ..CONVERT };
            let found: Vec<_> = check_streamlet(&descriptor).collect();
            let title = found.first().and_then(|problem| problem.message.as_str().lines().next());
            assert_eq!(title, words);
        }
    }
}
