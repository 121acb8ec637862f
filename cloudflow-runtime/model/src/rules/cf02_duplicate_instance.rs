//! CF02: each instance has a name of its own, also where `_` and `-` are written alike.

use super::Rule;
use crate::text::{equal, same_outside};
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF02",
    states: "no two instances of a blueprint have the same name",
};

/// Checks the instance with this index against those before it.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let name = blueprint.instances[index].name;
    let mut other = 0;
    while other < index {
        let first = blueprint.instances[other].name;
        if same_outside(first, name) {
            let message = if equal(first, name) {
                Message::new("two instances are called ").quoted(name)
            } else {
                Message::new("instances ")
                    .quoted(first)
                    .text(" and ")
                    .quoted(name)
                    .text(" have the same name in Kubernetes, where `_` is written `-`")
            };
            return Some(Problem {
                code: RULE.code,
                subject: Subject::Instance(index),
                related: Some(Subject::Instance(other)),
                message: message.help().text("give one of them another name"),
            });
        }
        other += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, SINK, instance};

    #[test]
    fn the_same_name_twice() {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("sink", &SINK));
        fixture.refuses(
            "CF02",
            "two instances are called `sink`\nhelp: give one of them another name",
        );
    }
}
