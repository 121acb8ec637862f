//! CF02: each instance has a name of its own, also where `_` and `-` are written alike.

use super::Rule;
use crate::text::{equal, same_outside};
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF02",
    states: "no two instances of a blueprint have the same name",
    explanation: "The name of an instance is the name of its Deployment, its configuration section and \
                  its consumer group, so two instances cannot share it. `valid_log` and `valid-log` \
                  are one name outside of Rust, where `_` is written as `-`. The original Cloudflow \
                  merged two instances of one name without a word.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
",
    right: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; copy = sink; }
        connections { ingress.out => convert.data; convert.out => log.in, copy.in; }
    }
}
",
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
