//! The kinds of values that settings of topics take.

use crate::Message;
use crate::text::equal;
use crate::value::{is_float, parse_boolean, parse_duration, parse_integer, parse_memory_size};

/// The values that a setting of topics takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicSettingKind {
    /// A whole number from `min` to `max`, both inclusive.
    Integer {
        /// The least value.
        min: i64,
        /// The greatest value.
        max: i64,
    },
    /// A whole number from 1 to 9, or -1.
    GzipLevel,
    /// A number from 0 to 1.
    Ratio,
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any of these words, with commas between, or none.
    AnyOf(&'static [&'static str]),
    /// `*`, or pairs `partition:broker` with commas between, or nothing.
    Replicas,
}

impl TopicSettingKind {
    /// Returns whether Kafka accepts this value.
    pub const fn accepts(self, value: &str) -> bool {
        match self {
            Self::Integer { min, max } => match parse_integer(value) {
                Some(number) => min <= number && number <= max,
                None => false,
            },
            Self::GzipLevel => matches!(parse_integer(value), Some(1..=9 | -1)),
            Self::Ratio => is_ratio(value),
            Self::Boolean => parse_boolean(value).is_some(),
            Self::OneOf(words) => contains(words, value.as_bytes()),
            Self::AnyOf(words) => is_list_of(words, value),
            Self::Replicas => is_replicas(value),
        }
    }

    /// Returns what to say about a value of `key` that is not accepted.
    pub(crate) const fn refusal(self, key: &str, value: &str) -> Message {
        let message = Message::new("").quoted(key);
        match self {
            Self::Integer { min, max } => {
                if parse_integer(value).is_none() {
                    return no_integer(message, key, value);
                }
                let message = if max == i64::MAX {
                    message.text(" must be at least ").signed(min)
                } else {
                    message.text(" must be from ").signed(min).text(" to ").signed(max)
                };
                let nearest = match parse_integer(value) {
                    Some(number) if number > max => max,
                    _ => min,
                };
                message
                    .text(", not ")
                    .quoted(value)
                    .help()
                    .text("write `")
                    .signed(nearest)
                    .text("`")
            }
            Self::GzipLevel => message
                .text(" must be from 1 to 9, or -1, not ")
                .quoted(value)
                .help()
                .text("write `6`, or `-1` for the default"),
            Self::Ratio => message
                .text(" must be from 0 to 1, not ")
                .quoted(value)
                .help()
                .text("write a number such as `0.5`"),
            Self::Boolean => message
                .text(" must be true or false, not ")
                .quoted(value)
                .help()
                .text("write `true` or `false`"),
            Self::OneOf(words) => {
                let message = message.text(" cannot be ").quoted(value).help();
                match crate::nearest(value, words) {
                    Some(near) => message.text("did you mean ").quoted(near).text("?"),
                    None => message.text("use one of ").list(words),
                }
            }
            Self::AnyOf(words) => {
                let message = message.text(" cannot be ").quoted(value).help();
                match crate::nearest(value, words) {
                    Some(near) => message.text("did you mean ").quoted(near).text("?"),
                    None => message.text("use ").list(words).text(", with commas between"),
                }
            }
            Self::Replicas => message
                .text(" cannot be ")
                .quoted(value)
                .help()
                .text("write `\"*\"`, or pairs of partition and broker such as `\"0:1,1:2\"`"),
        }
    }
}

/// Returns whether `value` is a decimal number from 0 to 1, without an exponent.
const fn is_ratio(value: &str) -> bool {
    let bytes = value.as_bytes();
    if !is_float(value) || !matches!(bytes[0], b'0' | b'1' | b'.') {
        return false;
    }
    // Behind a first `1` only zeros may follow, and only one digit may stand before the point.
    let mut at = 1;
    let mut is_fraction = bytes[0] == b'.';
    while at < bytes.len() {
        match bytes[at] {
            b'.' => is_fraction = true,
            b'0' if is_fraction => {}
            b'1'..=b'9' if is_fraction && bytes[0] != b'1' => {}
            _ => return false,
        }
        at += 1;
    }
    true
}

const fn contains(words: &[&str], wanted: &[u8]) -> bool {
    let mut at = 0;
    while at < words.len() {
        if let Ok(wanted) = std::str::from_utf8(wanted)
            && equal(words[at], wanted)
        {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_list_of(words: &[&str], value: &str) -> bool {
    let mut rest = value.as_bytes();
    if rest.is_empty() {
        return true;
    }
    loop {
        let mut end = 0;
        while end < rest.len() && rest[end] != b',' {
            end += 1;
        }
        let (word, behind) = rest.split_at(end);
        if !contains(words, word.trim_ascii()) {
            return false;
        }
        match behind {
            [_, next @ ..] => rest = next,
            [] => return true,
        }
    }
}

/// Returns whether `value` is empty, `*`, or pairs of numbers such as `0:1,2:3`.
const fn is_replicas(value: &str) -> bool {
    let bytes = value.as_bytes();
    if matches!(bytes, b"" | b"*") {
        return true;
    }
    let mut at = 0;
    loop {
        let first = digits(bytes, at);
        at += first;
        if first == 0 || at >= bytes.len() || bytes[at] != b':' {
            return false;
        }
        let second = digits(bytes, at + 1);
        at += 1 + second;
        if second == 0 || (at < bytes.len() && bytes[at] != b',') {
            return false;
        }
        if at == bytes.len() {
            return true;
        }
        at += 1;
    }
}

const fn digits(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() && bytes[at].is_ascii_digit() {
        at += 1;
    }
    at - from
}

/// Says how to write an integer; a duration or a size shows which one is meant.
const fn no_integer(message: Message, key: &str, value: &str) -> Message {
    let message = message.text(" takes an integer, not ").quoted(value).help();
    if ends_with(key, ".ms")
        && let Some(duration) = parse_duration(value)
        && duration.as_millis() <= i64::MAX as u128
    {
        #[expect(clippy::cast_possible_truncation, reason = "just compared")]
        let milliseconds = duration.as_millis() as u64;
        return message.text("write `").number(milliseconds).text("`");
    }
    if ends_with(key, ".bytes")
        && let Some(bytes) = parse_memory_size(value)
    {
        return message.text("write `").number(bytes).text("`");
    }
    message.text("write an integer, without quotes")
}

const fn ends_with(text: &str, end: &str) -> bool {
    if text.len() < end.len() {
        return false;
    }
    let (_, last) = text.as_bytes().split_at(text.len() - end.len());
    match std::str::from_utf8(last) {
        Ok(last) => equal(last, end),
        Err(_) => false,
    }
}
