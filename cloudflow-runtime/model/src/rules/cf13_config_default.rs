//! CF13: the default of a configuration parameter is a value of its type.

use super::Rule;
use crate::value::is_whole_number;
use crate::{Descriptor, Message, ParameterKind, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF13",
    states: "the default of a configuration parameter is a value of its type and matches its pattern",
    explanation: "A default is the value that most deployments run with, and nobody reads it before it \
                  is used. It is checked like a value of a configuration file: its type, the range of \
                  a number and the pattern of a text.",
    wrong: r#"
#[streamlet]
pub fn keep(metric: Metric, #[config(default = "1 mn")] window: Duration) {
    drop((metric, window));
}
"#,
    right: r#"
#[streamlet]
pub fn keep(metric: Metric, #[config(default = "1 min")] window: Duration) {
    drop((metric, window));
}
"#,
};

/// Checks the defaults of a streamlet, patterns apart: those cannot be matched in a const.
pub const fn check(descriptor: &Descriptor<'_>) -> Option<Problem> {
    let mut at = 0;
    while at < descriptor.config.len() {
        let parameter = &descriptor.config[at];
        if let Some(default) = parameter.default
            && !parameter.kind.accepts(default)
        {
            let message = Message::new("the default ")
                .quoted(default)
                .text(" of ")
                .quoted(parameter.key);
            return Some(Problem {
                code: RULE.code,
                subject: Subject::ParameterDefault(at),
                related: None,
                message: expected(message, parameter.kind, default),
            });
        }
        at += 1;
    }
    None
}

/// Appends what kind of value was expected and how to write one.
pub const fn expected(message: Message, kind: ParameterKind<'_>, value: &str) -> Message {
    if let ParameterKind::Integer { min, max } = kind
        && is_whole_number(value)
    {
        let message = message.text(" is out of range").help().text("use a number from ");
        return message.signed(min).text(" to ").signed(max);
    }
    let message = message.text(" is not ").text(match kind {
        ParameterKind::Duration => "a duration",
        ParameterKind::MemorySize => "a memory size",
        other => other.expectation(),
    });
    message.help().text(match kind {
        ParameterKind::Integer { .. } => "write an integer such as `64`",
        ParameterKind::Float => "write a number such as `0.5`",
        ParameterKind::Boolean => "write `true` or `false`",
        ParameterKind::String { .. } => "write a string such as `\"text\"`",
        ParameterKind::Duration => "write a number and a unit, such as `\"500 ms\"` or `\"1 min\"`",
        ParameterKind::MemorySize => "write a number and a unit, such as `\"64 MiB\"`",
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::CONVERT;
    use super::*;
    use crate::ConfigParameter;

    #[test]
    fn defaults_of_every_kind() {
        for (kind, default, words) in [
            (
                ParameterKind::Duration,
                "1 mn",
                "is not a duration\nhelp: write a number and a unit, such as `\"500 ms\"` or `\"1 min\"`",
            ),
            (
                ParameterKind::Integer { min: -5, max: 5 },
                "6",
                "is out of range\nhelp: use a number from -5 to 5",
            ),
            (
                ParameterKind::Integer { min: 0, max: i64::MAX },
                "9223372036854775808",
                "is out of range\nhelp: use a number from 0 to 9223372036854775807",
            ),
            (
                ParameterKind::Integer { min: 0, max: 9 },
                "1.5",
                "is not an integer\nhelp: write an integer such as `64`",
            ),
            (ParameterKind::Boolean, "yes", "is not `true` or `false`\nhelp: write `true` or `false`"),
            (ParameterKind::Float, "x", "is not a number\nhelp: write a number such as `0.5`"),
            (
                ParameterKind::MemorySize,
                "1 mb",
                "is not a memory size\nhelp: write a number and a unit, such as `\"64 MiB\"`",
            ),
        ] {
            let config =
                [ConfigParameter { key: "k", description: "", kind, default: Some(default) }];
            let problem = check(&Descriptor { config: &config, ..CONVERT }).expect("a problem");
            assert_eq!(
                problem.message.as_str(),
                format!("the default `{default}` of `k` {words}")
            );
        }
        assert_eq!(check(&CONVERT), None);
    }

    #[test]
    fn defaults_at_the_ends_of_their_range() {
        for (kind, default) in [
            (ParameterKind::Integer { min: -5, max: 5 }, "-5"),
            (ParameterKind::Integer { min: -5, max: 5 }, "+5"),
            (ParameterKind::Float, "-1.5e3"),
            (ParameterKind::Boolean, "false"),
            (ParameterKind::String { pattern: None }, ""),
            (ParameterKind::Duration, "0 s"),
            (ParameterKind::MemorySize, "0"),
        ] {
            let config =
                [ConfigParameter { key: "k", description: "", kind, default: Some(default) }];
            assert_eq!(check(&Descriptor { config: &config, ..CONVERT }), None, "{default}");
        }
    }
}
