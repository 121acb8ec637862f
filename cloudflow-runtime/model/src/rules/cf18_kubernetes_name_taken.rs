//! CF18: no two Kubernetes objects of one kind have the same name.

use super::Rule;
use crate::kubernetes::{KAFKA, TOPICS, length};
use crate::text::{outside_byte, same_outside};
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF18",
    states: "no two Kubernetes objects of one kind are called the same: no instance is called \
             `topics` or `kafka`, and no two volumes have claims of one name",
    explanation: "An application has objects of its own beside those of its instances: the `ConfigMap` \
                  `<blueprint>-topics` and the Secret `<blueprint>-kafka`. An instance of such a name \
                  would overwrite them. Names are joined by `-`, which `_` becomes as well, so the \
                  volume `b_c` of instance `a` and the volume `c` of instance `a_b` would share one \
                  claim, and each would find the files of the other.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; kafka = sink; }
        connections { ingress.out => convert.data; convert.out => kafka.in; }
    }
}
",
    right: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
",
};

/// Checks the name of the instance with this index against the objects of the application.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let name = blueprint.instances[index].name;
    let (kind, owner) = if same_outside(name, TOPICS) {
        ("ConfigMap", "the one that lists the topics")
    } else if same_outside(name, KAFKA) {
        ("Secret", "the one for Kafka that all streamlets read")
    } else {
        return None;
    };
    let message = Message::new("the ")
        .text(kind)
        .text(" of instance ")
        .quoted(name)
        .text(" would be called `")
        .outside(blueprint.name)
        .text("-")
        .outside(name)
        .text("`, and so is ")
        .text(owner)
        .help()
        .text("give the instance another name");
    Some(Problem { code: RULE.code, subject: Subject::Instance(index), related: None, message })
}

/// Checks the claims for the volumes of the instance with this index against those of earlier ones
/// whose names are [alike](crate::hints::alike).
pub const fn volumes(
    blueprint: &Blueprint<'_>,
    index: usize,
    alike: &[usize],
) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let mut at = 0;
    while at < instance.streamlet.volumes.len() {
        let volume = instance.streamlet.volumes[at].name;
        let mut other = 0;
        while other < alike.len() {
            let first = &blueprint.instances[alike[other]];
            let mut with = 0;
            while with < first.streamlet.volumes.len() {
                let taken = first.streamlet.volumes[with].name;
                if same_joined(first.name, taken, instance.name, volume) {
                    let message = Message::new("the claim for volume ")
                        .quoted(volume)
                        .text(" of instance ")
                        .quoted(instance.name)
                        .text(" would be called `")
                        .outside(blueprint.name)
                        .text("-")
                        .outside(instance.name)
                        .text("-")
                        .outside(volume)
                        .text("`, and so is that for volume ")
                        .quoted(taken)
                        .text(" of ")
                        .quoted(first.name)
                        .help()
                        .text("give one of the instances another name");
                    return Some(Problem {
                        code: RULE.code,
                        subject: Subject::Instance(index),
                        related: Some(Subject::Instance(alike[other])),
                        message,
                    });
                }
                with += 1;
            }
            other += 1;
        }
        at += 1;
    }
    None
}

/// Returns whether `a-b` and `c-d` are the same name outside of Rust.
const fn same_joined(a: &str, b: &str, c: &str, d: &str) -> bool {
    if length(&[a, b]) != length(&[c, d]) {
        return false;
    }
    let mut at = 0;
    while at < length(&[a, b]) {
        if joined_byte(a, b, at) != joined_byte(c, d, at) {
            return false;
        }
        at += 1;
    }
    true
}

/// Returns the byte at this place of `left-right`.
const fn joined_byte(left: &str, right: &str, at: usize) -> u8 {
    if at < left.len() {
        outside_byte(left.as_bytes()[at])
    } else if at == left.len() {
        b'-'
    } else {
        outside_byte(right.as_bytes()[at - left.len() - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, SINK, instance, port};
    use super::same_joined;
    use crate::{Access, Connection, Descriptor, VolumeMount};

    #[test]
    fn names_of_the_application_itself() {
        for (name, kind, owner) in [
            ("topics", "ConfigMap", "the one that lists the topics"),
            ("kafka", "Secret", "the one for Kafka that all streamlets read"),
        ] {
            let mut fixture = Fixture::new();
            fixture.instances[2] = instance(name, &SINK);
            fixture.refuses(
                "CF18",
                &format!(
                    "the {kind} of instance `{name}` would be called `test-{name}`, and so is \
                     {owner}\nhelp: give the instance another name"
                ),
            );
        }
        let mut fixture = Fixture::new();
        fixture.instances[2] = instance("topics_log", &SINK);
        assert_eq!(fixture.problems(), []);
    }

    #[test]
    fn claims_that_meet() {
        const WITH_B_C: Descriptor<'static> = Descriptor {
            volumes: &[VolumeMount { name: "b_c", path: "/d", access: Access::ReadOnly }],
            ..SINK
        };
        const WITH_C: Descriptor<'static> = Descriptor {
            volumes: &[VolumeMount { name: "c", path: "/d", access: Access::ReadOnly }],
            ..SINK
        };
        let with = |name| {
            let mut fixture = Fixture::new();
            fixture.instances[2] = instance("a", &WITH_B_C);
            fixture.instances.push(instance(name, &WITH_C));
            fixture.connections.push(Connection { from: port(1, "out"), to: port(3, "in") });
            fixture
        };
        assert_eq!(with("a_c").problems(), []);
        with("a_b").refuses(
            "CF18",
            "the claim for volume `c` of instance `a_b` would be called `test-a-b-c`, and so is that \
             for volume `b_c` of `a`\nhelp: give one of the instances another name",
        );
    }

    #[test]
    fn joined_names() {
        assert!(same_joined("a", "b_c", "a-b", "c"));
        assert!(same_joined("a", "b", "a", "b"));
        assert!(!same_joined("a", "bc", "ab", "c"));
        assert!(!same_joined("a", "b", "a", "bc"));
    }
}
