//! What the objects of an application are called in Kubernetes, and the grammars of its names.
//!
//! A name that is too long is refused and never cut: the cut name would change with the next
//! renaming, and two cut names might meet.

use crate::name::{LONGEST_LABEL, outside};

/// The part of the names of everything about topics: `<application>-topics`.
pub const TOPICS: &str = "topics";

/// The part of the name of the Secret that all streamlets read: `<application>-kafka`.
pub const KAFKA: &str = "kafka";

/// How many characters tell one version of the Job for topics from the next.
pub const JOB_VERSION: usize = 8;

/// The longest name of a port (RFC 6335, "Service Name Syntax").
pub const LONGEST_PORT_NAME: usize = 15;

/// Returns the name of an object of a part of the application: of an instance, or of [`TOPICS`].
///
/// ```
/// assert_eq!(cloudflow_model::kubernetes::part("wind_farm", "valid_log"), "wind-farm-valid-log");
/// ```
pub fn part(application: &str, part: &str) -> String {
    format!("{}-{}", outside(application), outside(part))
}

/// Returns the name of the claim of a volume.
pub fn claim(application: &str, instance: &str, volume: &str) -> String {
    format!("{}-{}", part(application, instance), outside(volume))
}

/// Returns the name of the Job that creates the topics.
pub fn job(application: &str, version: &str) -> String {
    format!("{}-{version}", part(application, TOPICS))
}

/// Returns how many characters `parts` have with a `-` between each two.
pub(crate) const fn length(parts: &[&str]) -> usize {
    let mut length = parts.len().saturating_sub(1);
    let mut at = 0;
    while at < parts.len() {
        length += parts[at].len();
        at += 1;
    }
    length
}

/// Returns whether Kubernetes accepts this as the value of a label: letters, digits, `-`, `_` and
/// `.` between letters or digits, at most 63 characters, or nothing at all.
pub const fn is_label_value(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_end = at == 0 || at + 1 == bytes.len();
        match bytes[at] {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
            b'-' | b'_' | b'.' if !is_end => {}
            _ => return false,
        }
        at += 1;
    }
    bytes.len() <= LONGEST_LABEL
}

/// Returns whether Kubernetes accepts this as the name of a port: lower-case letters, digits and
/// single `-` between them, at least one letter, at most [`LONGEST_PORT_NAME`] characters.
pub const fn is_port_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut has_letter = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'a'..=b'z' => has_letter = true,
            b'0'..=b'9' => {}
            b'-' if at > 0 && at + 1 < bytes.len() && bytes[at - 1] != b'-' => {}
            _ => return false,
        }
        at += 1;
    }
    has_letter && bytes.len() <= LONGEST_PORT_NAME
}

/// Returns whether Kubernetes accepts this as the protocol of a port: a name, or a domain, `/` and a
/// name.
pub const fn is_protocol(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut slash = 0;
    while slash < bytes.len() && bytes[slash] != b'/' {
        slash += 1;
    }
    let has_domain = slash < bytes.len();
    let (domain, name) = text.split_at(if has_domain { slash } else { 0 });
    let (_, name) = name.split_at(if has_domain { 1 } else { 0 });
    !name.is_empty() && is_label_value(name) && (!has_domain || is_domain(domain))
}

/// Returns whether this is a domain as Kubernetes writes them: labels of lower-case letters, digits
/// and `-`, with `.` between.
const fn is_domain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_edge =
            at == 0 || at + 1 == bytes.len() || bytes[at - 1] == b'.' || bytes[at + 1] == b'.';
        match bytes[at] {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' | b'.' if !is_edge => {}
            _ => return false,
        }
        at += 1;
    }
    !bytes.is_empty() && bytes.len() <= 253
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_the_names() {
        assert_eq!(length(&["app", "valid_log"]), part("app", "valid_log").len());
        assert_eq!(length(&["app", "log", "data"]), claim("app", "log", "data").len());
        let version = "0".repeat(JOB_VERSION);
        assert_eq!(length(&["app", TOPICS, &version]), job("app", &version).len());
    }

    #[test]
    fn label_values() {
        for good in ["", "a", "A-b_c.9", "0", &"l".repeat(63)] {
            assert!(is_label_value(good), "{good}");
        }
        for bad in ["-a", "a-", ".", "a/b", "a b", "ä", &"l".repeat(64)] {
            assert!(!is_label_value(bad), "{bad}");
        }
    }

    #[test]
    fn protocols() {
        for good in ["http", "HTTP", "kubernetes.io/h2c", "a.b-c.d/x_1"] {
            assert!(is_protocol(good), "{good}");
        }
        for bad in ["", "/", "a/", "/a", "a b", "A/b", "a/b/c", ".a/b", "a..b/c", "a-/b"] {
            assert!(!is_protocol(bad), "{bad}");
        }
    }

    #[test]
    fn port_names() {
        for good in ["http", "h", "8080-http", "a-b-c", &"p".repeat(15)] {
            assert!(is_port_name(good), "{good}");
        }
        for bad in ["", "8080", "-http", "http-", "a--b", "HTTP", "a_b", &"p".repeat(16)] {
            assert!(!is_port_name(bad), "{bad}");
        }
    }
}
