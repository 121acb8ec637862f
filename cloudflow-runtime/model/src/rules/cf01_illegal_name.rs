//! CF01: names of instances are labels, since Kubernetes and Kafka names are made of them.

use super::Rule;
use crate::name::{Fault, check_key, check_label};
use crate::{Blueprint, Descriptor, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF01",
    states: "the names of blueprints, instances and ports have lower-case letters, digits and `_`, \
             start with a letter, end with a letter or digit, and have at most 63 characters",
    explanation: "Kubernetes objects, labels, Kafka topics and consumer groups are all called after \
                  these names, and each of those has a grammar of its own. A name that keeps to this \
                  rule is legal in all of them, with `_` written as `-`. Kubernetes would refuse \
                  anything else, but only when the application is deployed.",
    wrong: "
blueprint! {
    app {
        streamlets { Ingress = source; convert = convert; log = sink; }
        connections { Ingress.out => convert.data; convert.out => log.in; }
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

/// Checks the name of the instance with this index.
pub const fn check(blueprint: &Blueprint<'_>, index: usize) -> Option<Problem> {
    name("instance", blueprint.instances[index].name, Subject::Instance(index))
}

/// Checks the names that a streamlet declares.
pub const fn ports(descriptor: &Descriptor<'_>) -> Option<Problem> {
    let mut at = 0;
    while at < descriptor.inlets.len() {
        if let Some(problem) = name("inlet", descriptor.inlets[at].name, Subject::Inlet(at)) {
            return Some(problem);
        }
        at += 1;
    }
    let mut at = 0;
    while at < descriptor.outlets.len() {
        if let Some(problem) = name("outlet", descriptor.outlets[at].name, Subject::Outlet(at)) {
            return Some(problem);
        }
        at += 1;
    }
    let mut at = 0;
    while at < descriptor.config.len() {
        let key = descriptor.config[at].key;
        if let Some(fault) = check_key(key) {
            return Some(refused("configuration key", key, fault, Subject::Parameter(at)));
        }
        at += 1;
    }
    let mut at = 0;
    while at < descriptor.volumes.len() {
        if let Some(problem) = name("volume", descriptor.volumes[at].name, Subject::Volume(at)) {
            return Some(problem);
        }
        at += 1;
    }
    None
}

/// Checks one name; `what` says what it names: a blueprint, an instance, an inlet, an outlet.
pub const fn name(what: &str, name: &str, subject: Subject) -> Option<Problem> {
    match check_label(name) {
        Some(fault) => Some(refused(what, name, fault, subject)),
        None => None,
    }
}

const fn refused(what: &str, name: &str, fault: Fault, subject: Subject) -> Problem {
    let message = Message::new("the name of ")
        .text(what)
        .text(" ")
        .quoted(name)
        .text(" ")
        .text(fault.rule())
        .help();
    let message = match fault {
        Fault::TooLong(_) => message.text("choose a shorter name"),
        _ if can_be_spelt(name) => message.text("write `").label(name).text("`"),
        _ => message.text("use lower-case letters, digits and `_`, such as `valid_log`"),
    };
    Problem { code: RULE.code, subject, related: None, message }
}

/// Returns whether the name is legal but for capitals and dashes.
const fn can_be_spelt(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() && bytes[at] != b'_' && bytes[at] != b'-' {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty()
        && bytes[0].is_ascii_alphabetic()
        && bytes[bytes.len() - 1].is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, SOURCE, instance};
    use crate::{ConfigParameter, Descriptor};

    /// Environment variables have no `-`, so a key could not be set there.
    #[test]
    fn a_key_is_an_identifier() {
        for (key, is_refused) in [("batch_size", false), ("batch-size", true), ("Size", true)] {
            let config = [ConfigParameter { key, ..CONVERT.config[0] }];
            let problem = super::ports(&Descriptor { config: &config, ..CONVERT });
            assert_eq!(problem.is_some(), is_refused, "{key}");
        }
    }

    #[test]
    fn a_name_is_spelt_for_whoever_meant_it() {
        for (name, expected) in [
            ("ValidLog", Some("help: write `valid_log`")),
            ("dataIn", Some("help: write `data_in`")),
            ("HTTP", Some("help: write `http`")),
            ("batch-size", Some("help: write `batch_size`")),
            ("größe", None),
            ("2nd", None),
            ("last_", None),
        ] {
            let fault = crate::name::Fault::Character;
            let text = super::refused("instance", name, fault, crate::Subject::Blueprint).to_string();
            let help = "help: use lower-case letters, digits and `_`, such as `valid_log`";
            assert!(text.ends_with(expected.unwrap_or(help)), "{text}");
        }
    }

    #[test]
    fn an_illegal_name() {
        let mut fixture = Fixture::new();
        fixture.instances[0] = instance("Source", &SOURCE);
        fixture.refuses(
            "CF01",
            "the name of instance `Source` must start with a lower-case letter\n\
             help: write `source`",
        );
    }
}
