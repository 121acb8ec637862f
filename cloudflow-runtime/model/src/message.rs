//! The text of a problem, built without allocation so that a const can build it.

use std::fmt;

/// How many bytes a message can hold; what goes beyond is cut and ends in `…`.
const CAPACITY: usize = 1024;

const ELLIPSIS: &[u8] = "…".as_bytes();

/// Text that const evaluation can write: a problem's title, and its `help:` line.
///
/// ```
/// use cloudflow_model::Message;
///
/// const MESSAGE: Message = Message::new("no outlet ").quoted("ouut").text(" here");
/// assert_eq!(MESSAGE.as_str(), "no outlet `ouut` here");
/// ```
#[derive(Clone, Copy)]
pub struct Message {
    bytes: [u8; CAPACITY],
    length: usize,
    is_cut: bool,
}

impl Message {
    /// Starts a message with `text`.
    pub const fn new(text: &str) -> Self {
        Self { bytes: [0; CAPACITY], length: 0, is_cut: false }.text(text)
    }

    /// Appends `text`.
    #[must_use]
    pub const fn text(mut self, text: &str) -> Self {
        if self.is_cut {
            return self;
        }
        let text = text.as_bytes();
        let mut take = text.len();
        // Room for the `…` is kept free, and a character is never split: a panic message is UTF-8.
        let room = CAPACITY - ELLIPSIS.len() - self.length;
        if take > room {
            self.is_cut = true;
            take = room;
            while take > 0 && (text[take] & 0xC0) == 0x80 {
                take -= 1;
            }
        }
        self = self.bytes(text, take);
        if self.is_cut { self.bytes(ELLIPSIS, ELLIPSIS.len()) } else { self }
    }

    const fn bytes(mut self, bytes: &[u8], count: usize) -> Self {
        let mut at = 0;
        while at < count {
            self.bytes[self.length + at] = bytes[at];
            at += 1;
        }
        self.length += count;
        self
    }

    /// Appends `name` in backticks.
    #[must_use]
    pub const fn quoted(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    /// Appends `instance.port` in backticks.
    #[must_use]
    pub const fn port(self, instance: &str, port: &str) -> Self {
        self.text("`").text(instance).text(".").text(port).text("`")
    }

    /// Appends `name` as Kubernetes and Kafka spell it: `_` becomes `-`.
    #[must_use]
    pub const fn outside(self, name: &str) -> Self {
        let from = self.length;
        let mut message = self.text(name);
        let mut at = from;
        while at < message.length {
            message.bytes[at] = crate::text::outside_byte(message.bytes[at]);
            at += 1;
        }
        message
    }

    /// Appends `key` as Kafka spells its keys: `_` becomes `.`.
    #[must_use]
    pub(crate) const fn dotted(self, key: &str) -> Self {
        let from = self.length;
        let mut message = self.text(key);
        let mut at = from;
        while at < message.length {
            if message.bytes[at] == b'_' {
                message.bytes[at] = b'.';
            }
            at += 1;
        }
        message
    }

    /// Appends a name in lower case, with `_` between its words: `ValidLog` becomes `valid_log`.
    #[must_use]
    pub const fn label(self, name: &str) -> Self {
        let bytes = name.as_bytes();
        let mut message = self;
        let mut at = 0;
        while at < bytes.len() {
            let is_behind_word =
                at > 0 && (bytes[at - 1].is_ascii_lowercase() || bytes[at - 1].is_ascii_digit());
            if is_behind_word && bytes[at].is_ascii_uppercase() {
                message = message.text("_");
            }
            let byte = match bytes[at] {
                b'-' => b'_',
                byte => byte.to_ascii_lowercase(),
            };
            if let Ok(text) = std::str::from_utf8(&[byte]) {
                message = message.text(text);
            }
            at += 1;
        }
        message
    }

    /// Appends a number in decimal digits.
    #[must_use]
    pub const fn number(self, mut number: u64) -> Self {
        let mut digits = [b'0'; 20];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        let (_, shown) = digits.split_at(first);
        match std::str::from_utf8(shown) {
            Ok(text) => self.text(text),
            Err(_) => self,
        }
    }

    /// Appends a number with its sign.
    #[must_use]
    pub const fn signed(self, number: i64) -> Self {
        let message = if number < 0 { self.text("-") } else { self };
        message.number(number.unsigned_abs())
    }

    /// Appends names in backticks with commas between.
    #[must_use]
    pub const fn list(self, names: &[&str]) -> Self {
        let mut message = self;
        let mut at = 0;
        while at < names.len() {
            message = message.text(if at == 0 { "" } else { ", " }).quoted(names[at]);
            at += 1;
        }
        message
    }

    /// Starts the `help:` line, which says what to type.
    #[must_use]
    pub const fn help(self) -> Self {
        self.text("\nhelp: ")
    }

    /// Splits the text where the first line ends; the second part starts with the line break.
    pub(crate) const fn split_title(&self) -> (&str, &str) {
        let text = self.as_str();
        let mut at = 0;
        while at < text.len() && text.as_bytes()[at] != b'\n' {
            at += 1;
        }
        text.split_at(at)
    }

    /// Returns the text.
    pub const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Message {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_text_and_numbers() {
        let message = Message::new("a").quoted("b").port("c", "d").number(0).number(1907).help();
        assert_eq!(message.as_str(), "a`b``c.d`01907\nhelp: ");
    }

    #[test]
    fn names_and_signs() {
        assert_eq!(Message::new("").signed(-5).signed(7).as_str(), "-57");
        assert_eq!(Message::new("use ").list(&["a", "b"]).as_str(), "use `a`, `b`");
        assert_eq!(Message::new("a_").outside("b_c").text("_d").as_str(), "a_b-c_d");
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        let long = "ä".repeat(CAPACITY);
        let message = Message::new("x").text(&long);
        assert!(message.as_str().ends_with("ä…"), "{message}");
        assert_eq!(Message::new(&long).text("more").as_str().chars().last(), Some('…'));
    }
}
