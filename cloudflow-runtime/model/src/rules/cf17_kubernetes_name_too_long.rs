//! CF17: what is called after several names is still short enough for Kubernetes.

use super::Rule;
use crate::kubernetes::{JOB_VERSION, TOPICS, length};
use crate::name::LONGEST_LABEL;
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF17",
    states: "the name of every Kubernetes object, made of the names of blueprint, instance and \
             volume, has at most 63 characters",
    explanation: "The objects of an instance are called `<blueprint>-<instance>`, the claim of a \
                  volume `<blueprint>-<instance>-<volume>`, and the Job that creates the topics \
                  `<blueprint>-topics-<version>`. These names are also host names and values of \
                  labels, for which Kubernetes allows 63 characters. A name that is too long is \
                  refused and never cut: the cut name would change with the next renaming, and two \
                  cut names might be the same.",
    wrong: "
blueprint! {
    conversion_of_the_readings_of_all_stations {
        streamlets { ingress = source; conversion_with_the_window = convert; log = sink; }
        connections {
            ingress.out => conversion_with_the_window.data;
            conversion_with_the_window.out => log.in;
        }
    }
}
",
    right: "
blueprint! {
    stations {
        streamlets { ingress = source; conversion_with_the_window = convert; log = sink; }
        connections {
            ingress.out => conversion_with_the_window.data;
            conversion_with_the_window.out => log.in;
        }
    }
}
",
};

/// Checks that the name of the blueprint leaves room for the objects of the application itself.
pub const fn check(blueprint: &Blueprint<'_>) -> Option<Problem> {
    let length = application_length(blueprint);
    if length <= LONGEST_LABEL {
        return None;
    }
    let message = Message::new("the Job of blueprint ")
        .quoted(blueprint.name)
        .text(" would be called `")
        .outside(blueprint.name)
        .text("-topics-…`, which has ");
    let message = too_long(message, length).help().text("shorten ").quoted(blueprint.name);
    Some(problem(by(message, length), Subject::Blueprint))
}

/// Checks the objects of the instance with this index; a blueprint whose own name is too long is one
/// mistake.
pub const fn instance(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let name = blueprint.instances[index].name;
    let length = length(&[blueprint.name, name]);
    if length <= LONGEST_LABEL || application_length(blueprint) > LONGEST_LABEL {
        return None;
    }
    let message = Message::new("the objects of instance ")
        .quoted(name)
        .text(" would be called `")
        .outside(blueprint.name)
        .text("-")
        .outside(name)
        .text("`, which has ");
    let message = too_long(message, length).help().text("shorten ").quoted(name);
    let message = by(message.text(" or ").quoted(blueprint.name), length);
    Some(problem(message, Subject::Instance(index)))
}

/// Checks the claims for the volumes of the instance with this index.
pub const fn volumes(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let mut at = 0;
    while at < instance.streamlet.volumes.len() {
        let volume = instance.streamlet.volumes[at].name;
        let length = length(&[blueprint.name, instance.name, volume]);
        if length > LONGEST_LABEL {
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
                .text("`, which has ");
            let message = too_long(message, length).help().text("shorten ").quoted(instance.name);
            let message = by(message.text(" or ").quoted(volume), length);
            return Some(problem(message, Subject::Instance(index)));
        }
        at += 1;
    }
    None
}

/// Returns the length of the longest name that is made of that of the blueprint alone.
const fn application_length(blueprint: &Blueprint<'_>) -> usize {
    length(&[blueprint.name, TOPICS]) + 1 + JOB_VERSION
}

const fn too_long(message: Message, length: usize) -> Message {
    message
        .number(length as u64)
        .text(" characters; Kubernetes allows ")
        .number(LONGEST_LABEL as u64)
}

const fn by(message: Message, length: usize) -> Message {
    message.text(" by ").number((length - LONGEST_LABEL) as u64)
}

const fn problem(message: Message, subject: Subject) -> Problem {
    Problem { code: RULE.code, subject, related: None, message }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, SINK, instance};
    use crate::{Access, Descriptor, VolumeMount};

    fn text(length: usize) -> &'static str {
        "n".repeat(length).leak()
    }

    #[test]
    fn the_name_of_a_blueprint_leaves_room_for_the_topics() {
        let mut fixture = Fixture::new();
        fixture.name = text(47);
        assert_eq!(fixture.problems(), []);
        fixture.name = text(48);
        let name = fixture.name;
        fixture.refuses(
            "CF17",
            &format!(
                "the Job of blueprint `{name}` would be called `{name}-topics-…`, which has 64 \
                 characters; Kubernetes allows 63\nhelp: shorten `{name}` by 1"
            ),
        );
        fixture.instances[0].name = text(60);
        assert_eq!(fixture.problems().len(), 1, "the instance is not to blame");
    }

    #[test]
    fn the_objects_of_an_instance() {
        let mut fixture = Fixture::new();
        fixture.instances[0].name = text(58);
        assert_eq!(fixture.problems(), []);
        let name = text(59);
        fixture.instances[0].name = name;
        fixture.refuses(
            "CF17",
            &format!(
                "the objects of instance `{name}` would be called `test-{name}`, which has 64 \
                 characters; Kubernetes allows 63\nhelp: shorten `{name}` or `test` by 1"
            ),
        );
    }

    #[test]
    fn the_claim_of_a_volume() {
        const STORE: Descriptor<'static> = Descriptor {
            volumes: &[VolumeMount { name: "old_data", path: "/d", access: Access::ReadOnly }],
            ..SINK
        };
        let mut fixture = Fixture::new();
        fixture.instances[2] = instance(text(49), &STORE);
        assert_eq!(fixture.problems(), []);
        let name = text(50);
        fixture.instances[2] = instance(name, &STORE);
        fixture.refuses(
            "CF17",
            &format!(
                "the claim for volume `old_data` of instance `{name}` would be called \
                 `test-{name}-old-data`, which has 64 characters; Kubernetes allows 63\n\
                 help: shorten `{name}` or `old_data` by 1"
            ),
        );
    }
}
