//! CF22: volumes hide neither each other nor what every pod needs.

use super::Rule;
use crate::volume::is_within;
use crate::{Descriptor, Message, Problem, Subject, reserved_folder};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF22",
    states: "no volume is mounted inside another one, nor where every pod has a folder of its own",
    explanation: "A volume hides what the image has at its path. Every pod has its configuration in \
                  `/etc/cloudflow` and its temporary files in `/tmp`, and the kernel fills `/dev`, \
                  `/proc` and `/sys`: a volume there would keep the streamlet from starting. A volume \
                  inside another one leaves an empty folder in it, or cannot be mounted at all when the \
                  outer one is read only.",
    wrong: r#"
#[streamlet]
pub fn score(metric: Metric, #[volume("/etc/cloudflow/models")] models: PathBuf) {
    drop((metric, models));
}
"#,
    right: r#"
#[streamlet]
pub fn score(metric: Metric, #[volume("/models")] models: PathBuf) {
    drop((metric, models));
}
"#,
};

/// Checks the volumes of a streamlet.
pub const fn check(descriptor: &Descriptor<'_>) -> Option<Problem> {
    let mut at = 0;
    while at < descriptor.volumes.len() {
        let path = descriptor.volumes[at].path;
        let subject = Subject::VolumePath(at);
        let message = Message::new("volume path ").quoted(path);
        if let Some(folder) = reserved_folder(path) {
            let is_inner = is_within(path, folder) && !is_within(folder, path);
            let message = message
                .text(if is_inner { " is inside " } else { " would hide " })
                .quoted(folder)
                .text(", which every pod has")
                .help()
                .text("write another path, such as `\"/data\"`");
            return Some(Problem { code: RULE.code, subject, related: None, message });
        }
        let mut other = 0;
        while other < at {
            let first = descriptor.volumes[other].path;
            if is_within(path, first) || is_within(first, path) {
                let is_inner = is_within(path, first);
                let message = message
                    .text(if is_inner { " is inside " } else { " contains " })
                    .quoted(first)
                    .text(", which is a volume as well")
                    .help()
                    .text("mount one beside the other");
                let related = Some(Subject::VolumePath(other));
                return Some(Problem { code: RULE.code, subject, related, message });
            }
            other += 1;
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fixture::CONVERT;
    use super::*;
    use crate::{Access, VolumeMount};

    fn problem(paths: [&str; 2]) -> Option<String> {
        let volumes =
            paths.map(|path| VolumeMount { name: "v", path, access: Access::ReadOnly });
        let found = check(&Descriptor { volumes: &volumes, ..CONVERT });
        found.map(|problem| problem.message.as_str().to_owned())
    }

    #[test]
    fn volumes_beside_each_other() {
        for paths in [["/a", "/b"], ["/a", "/ab"], ["/a/b", "/a/c"], ["/tmp/a", "/data"]] {
            assert_eq!(problem(paths), None, "{paths:?}");
        }
    }

    #[test]
    fn volumes_in_each_other() {
        for (paths, words) in [
            (["/a", "/a/b"], "`/a/b` is inside `/a`"),
            (["/a/b/", "/a"], "`/a` contains `/a/b/`"),
        ] {
            assert_eq!(
                problem(paths),
                Some(format!(
                    "volume path {words}, which is a volume as well\nhelp: mount one beside the other"
                ))
            );
        }
    }

    #[test]
    fn folders_of_every_pod() {
        for (path, words) in [
            ("/tmp", "would hide `/tmp`"),
            ("/etc", "would hide `/etc/cloudflow`"),
            ("/dev/shm", "is inside `/dev`"),
        ] {
            assert_eq!(
                problem(["/a", path]),
                Some(format!(
                    "volume path `{path}` {words}, which every pod has\n\
                     help: write another path, such as `\"/data\"`"
                ))
            );
        }
    }
}
