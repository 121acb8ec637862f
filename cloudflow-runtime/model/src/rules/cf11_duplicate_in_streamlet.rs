//! CF11: within a streamlet, ports, configuration keys, volume names and volume paths differ.

use super::Rule;
use crate::text::{equal, same_outside};
use crate::volume::is_within;
use crate::{Descriptor, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF11",
    states: "a streamlet has no two ports, configuration keys, volumes or volume paths of the same name",
    explanation: "Ports, configuration keys and volumes are found by their names, in the blueprint, in \
                  configuration files and in Kubernetes, where `_` is written as `-`. Two volumes at \
                  one path would hide each other.",
    wrong: r#"
#[streamlet]
pub fn score(
    metric: Metric,
    #[volume("/models")] models: PathBuf,
    #[volume("/models")] backup: PathBuf,
) {
    drop((metric, models, backup));
}
"#,
    right: r#"
#[streamlet]
pub fn score(
    metric: Metric,
    #[volume("/models")] models: PathBuf,
    #[volume("/backup")] backup: PathBuf,
) {
    drop((metric, models, backup));
}
"#,
};

/// Checks the declaration of a streamlet.
pub const fn check(descriptor: &Descriptor<'_>) -> Option<Problem> {
    let (inlets, outlets) = (descriptor.inlets, descriptor.outlets);
    let ports = inlets.len() + outlets.len();
    let mut at = 1;
    while at < ports {
        let mut other = 0;
        while other < at {
            let (name, subject) = port(descriptor, at);
            let (first, related) = port(descriptor, other);
            if same_outside(first, name) {
                return Some(twice("port", name, subject, related));
            }
            other += 1;
        }
        at += 1;
    }
    let mut at = 1;
    while at < descriptor.config.len() {
        let mut other = 0;
        while other < at {
            let key = descriptor.config[at].key;
            if equal(descriptor.config[other].key, key) {
                let (subject, related) = (Subject::Parameter(at), Subject::Parameter(other));
                return Some(twice("configuration key", key, subject, related));
            }
            other += 1;
        }
        at += 1;
    }
    let mut at = 1;
    while at < descriptor.volumes.len() {
        let mut other = 0;
        while other < at {
            let (volume, first) = (&descriptor.volumes[at], &descriptor.volumes[other]);
            let (subject, related) = (Subject::Volume(at), Subject::Volume(other));
            if same_outside(first.name, volume.name) {
                return Some(twice("volume", volume.name, subject, related));
            }
            if is_within(first.path, volume.path) && is_within(volume.path, first.path) {
                let (subject, related) = (Subject::VolumePath(at), Subject::VolumePath(other));
                return Some(twice("volume path", volume.path, subject, related));
            }
            other += 1;
        }
        at += 1;
    }
    None
}

const fn port<'a>(descriptor: &Descriptor<'a>, index: usize) -> (&'a str, Subject) {
    let inlets = descriptor.inlets.len();
    if index < inlets {
        (descriptor.inlets[index].name, Subject::Inlet(index))
    } else {
        (descriptor.outlets[index - inlets].name, Subject::Outlet(index - inlets))
    }
}

const fn twice(what: &str, name: &str, subject: Subject, related: Subject) -> Problem {
    let message = Message::new("")
        .text(what)
        .text(" ")
        .quoted(name)
        .text(" is declared twice")
        .help()
        .text(match subject {
            Subject::VolumePath(_) => "mount one of them elsewhere",
            _ => "give one of them another name",
        });
    Problem { code: RULE.code, subject, related: Some(related), message }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::CONVERT;
    use super::*;
    use crate::{Access, VolumeMount};

    #[track_caller]
    fn refuses(descriptor: &Descriptor<'_>, what: &str) {
        let problem = check(descriptor).expect("a problem");
        let title = format!("{what} is declared twice\nhelp: ");
        assert!(problem.message.as_str().starts_with(&title), "{problem}");
    }

    #[test]
    fn doubles() {
        assert_eq!(check(&CONVERT), None);
        let outlets = [crate::Outlet { name: "data", ..CONVERT.outlets[0] }];
        refuses(&Descriptor { outlets: &outlets, ..CONVERT }, "port `data`");
        let config = [CONVERT.config[0], CONVERT.config[0]];
        refuses(&Descriptor { config: &config, ..CONVERT }, "configuration key `window`");
        let volume = |name, path| VolumeMount { name, path, access: Access::ReadOnly };
        let volumes = [volume("a", "/a"), volume("a", "/b")];
        refuses(&Descriptor { volumes: &volumes, ..CONVERT }, "volume `a`");
        let volumes = [volume("a", "/a"), volume("b", "/a/")];
        refuses(&Descriptor { volumes: &volumes, ..CONVERT }, "volume path `/a/`");
        let volumes = [volume("a", "/a"), volume("b", "/a")];
        refuses(&Descriptor { volumes: &volumes, ..CONVERT }, "volume path `/a`");
    }
}
