//! CF14: volumes are mounted at absolute paths in their plainest form.

use super::Rule;
use crate::{Descriptor, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF14",
    states: "the path of a volume is absolute, has no `..`, `.`, `//` or `:`, and is not `/`",
    explanation: "The path is where the volume appears in the container, whose working directory is \
                  not known, so it must be absolute. `..`, `.` and empty parts only hide where that \
                  is, `:` has a meaning of its own to Kubernetes, and a volume at `/` would hide the \
                  program itself.",
    wrong: r#"
#[streamlet]
pub fn score(metric: Metric, #[volume("data/models")] models: PathBuf) {
    drop((metric, models));
}
"#,
    right: r#"
#[streamlet]
pub fn score(metric: Metric, #[volume("/data/models")] models: PathBuf) {
    drop((metric, models));
}
"#,
};

/// Checks the volumes of a streamlet.
pub const fn check(descriptor: &Descriptor<'_>) -> Option<Problem> {
    let mut at = 0;
    while at < descriptor.volumes.len() {
        let path = descriptor.volumes[at].path;
        if let Some(fault) = fault(path) {
            let message = Message::new("volume path ")
                .quoted(path)
                .text(" ")
                .text(fault)
                .help()
                .text("write an absolute path such as `\"/data\"`");
            let subject = Subject::VolumePath(at);
            return Some(Problem { code: RULE.code, subject, related: None, message });
        }
        at += 1;
    }
    None
}

/// Returns which part of the rule the path breaks.
const fn fault(path: &str) -> Option<&'static str> {
    let bytes = path.as_bytes();
    if bytes.is_empty() {
        return Some("must not be empty");
    }
    if bytes[0] != b'/' {
        return Some("must be absolute");
    }
    if bytes.len() == 1 {
        return Some("must not be the root directory");
    }
    let mut start = 1;
    let mut at = 1;
    while at <= bytes.len() {
        if at == bytes.len() || bytes[at] == b'/' {
            let (_, behind) = bytes.split_at(start);
            let (part, _) = behind.split_at(at - start);
            match part {
                b".." => return Some("must not contain `..`"),
                b"." => return Some("must not contain `.` as a part"),
                // One `/` at the end is how some write a folder.
                b"" if at < bytes.len() => return Some("must not contain `//`"),
                _ => {}
            }
            start = at + 1;
        } else if bytes[at] == b':' {
            // Kubernetes separates a mount path from its options by a colon.
            return Some("must not contain `:`");
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for good in ["/data", "/data/models", "/data/", "/a..b", "/...", "/.hidden"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for (bad, expected) in [
            ("", "must not be empty"),
            ("data", "must be absolute"),
            ("/", "must not be the root directory"),
            ("/a/../b", "must not contain `..`"),
            ("/..", "must not contain `..`"),
            ("/a/./b", "must not contain `.` as a part"),
            ("/a//b", "must not contain `//`"),
            ("//", "must not contain `//`"),
            ("/a:b", "must not contain `:`"),
        ] {
            assert_eq!(fault(bad), Some(expected), "{bad}");
        }
    }
}
