//! The grammars of names: labels of a blueprint and topic names of Kafka.

/// The longest label: Kubernetes limits names of Services and label values to 63 bytes
/// (RFC 1123, "Requirements for Internet Hosts").
pub const LONGEST_LABEL: usize = 63;

/// The longest topic name that a Kafka broker accepts (`org.apache.kafka.common.internals.Topic`).
pub const LONGEST_TOPIC: usize = 249;

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// There is no character at all.
    Empty,
    /// It has more bytes than allowed; the limit follows.
    TooLong(usize),
    /// A label starts with something other than a lower-case letter.
    Start,
    /// A label ends with something other than a lower-case letter or a digit.
    End,
    /// A character that the grammar does not know.
    Character,
    /// Kafka refuses the topics `.` and `..`.
    Reserved,
}

impl Fault {
    /// Returns the rule that the name breaks, to follow after "`name` must …".
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Empty => "must not be empty",
            Self::TooLong(LONGEST_TOPIC) => "must have at most 249 characters",
            Self::TooLong(_) => "must have at most 63 characters",
            Self::Start => "must start with a lower-case letter",
            Self::End => "must end with a lower-case letter or a digit",
            Self::Character => "has a character that is not allowed here",
            Self::Reserved => "is reserved by Kafka",
        }
    }
}

/// Checks the name of a blueprint, an instance, a port or a volume.
///
/// A label has lower-case letters, digits, `_` and `-`, starts with a letter and ends with a letter
/// or digit, and has at most [`LONGEST_LABEL`] bytes. Outside of Rust `_` is written `-`, which makes
/// every label a DNS label (RFC 1035).
pub const fn check_label(name: &str) -> Option<Fault> {
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return Some(Fault::Empty);
    }
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'a'..=b'z' => {}
            b'0'..=b'9' | b'_' | b'-' if at > 0 => {}
            b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' if at == 0 => return Some(Fault::Start),
            _ => return Some(Fault::Character),
        }
        at += 1;
    }
    if !matches!(bytes[bytes.len() - 1], b'a'..=b'z' | b'0'..=b'9') {
        return Some(Fault::End);
    }
    if bytes.len() > LONGEST_LABEL {
        return Some(Fault::TooLong(LONGEST_LABEL));
    }
    None
}

/// Checks the name of a Kafka topic: letters, digits, `.`, `_` and `-`, at most [`LONGEST_TOPIC`].
pub const fn check_topic(name: &str) -> Option<Fault> {
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return Some(Fault::Empty);
    }
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => {}
            _ => return Some(Fault::Character),
        }
        at += 1;
    }
    if matches!(bytes, b"." | b"..") {
        return Some(Fault::Reserved);
    }
    if bytes.len() > LONGEST_TOPIC {
        return Some(Fault::TooLong(LONGEST_TOPIC));
    }
    None
}

/// Checks the key of a configuration parameter: a Rust identifier in snake case.
pub const fn check_key(key: &str) -> Option<Fault> {
    let bytes = key.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'-' {
            return Some(Fault::Character);
        }
        at += 1;
    }
    check_label(key)
}

/// Returns `name` as Kubernetes and Kafka spell it: `_` becomes `-`.
///
/// ```
/// assert_eq!(cloudflow_model::name::outside("valid_log"), "valid-log");
/// ```
pub fn outside(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        // The table of the original verifier's tests, with what Rust identifiers add to it.
        for good in ["a", "abcd", "a-b", "ab--cd", "ab1", "a1-2", "valid_log", &"a".repeat(63)] {
            assert_eq!(check_label(good), None, "{good}");
        }
        for (bad, fault) in [
            ("", Fault::Empty),
            ("A", Fault::Start),
            ("aBcd", Fault::Character),
            ("9b", Fault::Start),
            ("-ab", Fault::Start),
            ("_ab", Fault::Start),
            ("ab-", Fault::End),
            ("ab_", Fault::End),
            ("a/b", Fault::Character),
            ("a+b", Fault::Character),
            ("ä", Fault::Character),
            (&"a".repeat(64), Fault::TooLong(63)),
        ] {
            assert_eq!(check_label(bad), Some(fault), "{bad}");
        }
    }

    #[test]
    fn topics() {
        for good in ["metrics", "A.b_c-1", "...", &"t".repeat(249)] {
            assert_eq!(check_topic(good), None, "{good}");
        }
        for (bad, fault) in [
            ("", Fault::Empty),
            (".", Fault::Reserved),
            ("..", Fault::Reserved),
            ("a b", Fault::Character),
            ("a/b", Fault::Character),
            (&"t".repeat(250), Fault::TooLong(249)),
        ] {
            assert_eq!(check_topic(bad), Some(fault), "{bad}");
        }
    }
}
