//! Defaults of decimals, which Avro writes as the bytes of the number without its point.

use super::{Json, LogicalType, Schema};
use crate::Message;

/// No number of so many digits fits into 128 bits for sure.
const MOST_DIGITS: u32 = 38;

/// What the schema of a field says about its decimal.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    precision: u32,
    scale: u32,
    /// How many bytes a fixed has.
    size: Option<usize>,
    is_optional: bool,
}

impl Decimal {
    /// Returns the decimal of a schema, also beside `null`.
    pub(super) const fn of(schema: &Schema<'_>) -> Option<Self> {
        match schema {
            Schema::Union([Schema::Null, other] | [other, Schema::Null]) => match Self::of(other) {
                Some(decimal) => Some(Self { is_optional: true, ..decimal }),
                None => None,
            },
            Schema::Logical(LogicalType::Decimal { precision, scale }, underlying) => {
                let size = match underlying {
                    Schema::Fixed(fixed) => Some(fixed.size),
                    _ => None,
                };
                Some(Self { precision: *precision, scale: *scale, size, is_optional: false })
            }
            _ => None,
        }
    }

    /// Returns whether the default is the text of a number, which a decimal of more digits takes for the
    /// bytes of quite another one.
    ///
    /// Digits alone may be meant as bytes; with a point between them they hardly are.
    pub(super) const fn is_spelled(default: &Json<'_>) -> bool {
        match default {
            Json::String(text) => matches!(Spelled::parse(text), Some(number) if number.behind > 0),
            _ => false,
        }
    }

    /// Returns that the default of the field `name` is none of a decimal, with the bytes of the number
    /// that was meant.
    pub(super) const fn problem(self, name: &str, default: &Json<'_>) -> Message {
        let mut message = Message::new("the default of ").quoted(name).text(" must be ");
        if self.is_optional {
            message = message.text("`null` or ");
        }
        message = match self.size {
            Some(size) => message.text("the ").number(size as u64).text(" bytes"),
            None => message.text("the bytes"),
        };
        message = message
            .text(" of a whole number of at most ")
            .number(self.precision as u64)
            .text(" digits")
            .help()
            .text("write `default = r#\"\"");
        let unscaled = match self.unscaled(default) {
            Some(unscaled) => unscaled,
            None => 1,
        };
        message = append_bytes(unscaled, self.size, message).text("\"\"#` for ");
        append_number(unscaled, self.scale, message)
    }

    /// Returns the number that is spelled in the default, without its point, if it is one that this
    /// decimal has.
    const fn unscaled(self, default: &Json<'_>) -> Option<i128> {
        let unscaled = match default {
            Json::String(text) => match Spelled::parse(text) {
                Some(number) => number.unscaled(self.scale),
                None => None,
            },
            Json::Integer(number) => scaled(*number as i128, self.scale),
            Json::Float(number) => from_float(*number, self.scale),
            _ => None,
        };
        match unscaled {
            Some(unscaled) if is_within(unscaled, self.precision) => Some(unscaled),
            _ => None,
        }
    }
}

/// Returns whether the bytes that the characters of `text` stand for are a number of at most
/// `precision` digits.
pub(super) const fn is_decimal(text: &str, precision: u32) -> bool {
    if precision > MOST_DIGITS {
        return true;
    }
    match from_characters(text.as_bytes()) {
        Some(unscaled) => is_within(unscaled, precision),
        None => false,
    }
}

const fn is_within(unscaled: i128, precision: u32) -> bool {
    let digits = if precision > MOST_DIGITS { MOST_DIGITS } else { precision };
    unscaled.unsigned_abs() < 10_u128.pow(digits)
}

/// Reads two's complement, most significant byte first, of any length as long as it fits. In UTF-8 the
/// characters U+0080 to U+00FF have two bytes.
const fn from_characters(text: &[u8]) -> Option<i128> {
    let (mut at, mut number, mut is_first) = (0, 0_i128, true);
    while at < text.len() {
        let byte = if text[at] < 0x80 {
            text[at]
        } else {
            at += 1;
            if at == text.len() {
                return None;
            }
            (text[at - 1] << 6) | (text[at] & 0x3f)
        };
        at += 1;
        number = if is_first { byte.cast_signed() as i128 } else { (number << 8) | byte as i128 };
        is_first = false;
        // The next byte shifts eight bits out, of which none may count.
        if at < text.len() && (number << 8) >> 8 != number {
            return None;
        }
    }
    Some(number)
}

/// A number that is written like `-9.90`.
struct Spelled {
    /// Its digits, without the point.
    digits: i128,
    /// How many of them stand behind the point.
    behind: u32,
}

impl Spelled {
    const fn parse(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        let is_negative = !text.is_empty() && text[0] == b'-';
        let mut at = is_negative as usize;
        let (mut number, mut count, mut behind, mut is_behind) = (0_i128, 0, 0, false);
        while at < text.len() {
            match text[at] {
                digit @ b'0'..=b'9' if count < MOST_DIGITS => {
                    number = number * 10 + (digit - b'0') as i128;
                    count += 1;
                    behind += is_behind as u32;
                }
                b'.' if !is_behind && count > 0 => is_behind = true,
                _ => return None,
            }
            at += 1;
        }
        if count == 0 || (is_behind && behind == 0) {
            return None;
        }
        Some(Self { digits: if is_negative { -number } else { number }, behind })
    }

    /// Returns the digits with those that the scale has beyond them.
    const fn unscaled(&self, scale: u32) -> Option<i128> {
        match scale.checked_sub(self.behind) {
            Some(missing) => scaled(self.digits, missing),
            None => None,
        }
    }
}

const fn scaled(number: i128, scale: u32) -> Option<i128> {
    match 10_i128.checked_pow(scale) {
        Some(factor) => number.checked_mul(factor),
        None => None,
    }
}

/// A JSON number is a binary fraction, so the nearest decimal is meant.
const fn from_float(mut number: f64, scale: u32) -> Option<i128> {
    /// Up to here a float has all whole numbers.
    const MOST: f64 = 9_007_199_254_740_992.0;
    let mut left = scale;
    while left > 0 && number.abs() <= MOST {
        number *= 10.0;
        left -= 1;
    }
    if number.abs() > MOST {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number within the range")]
    let unscaled = number.round_ties_even() as i128;
    Some(unscaled)
}

/// Appends the bytes as JSON: as few as the number needs, or as many as the fixed has.
const fn append_bytes(unscaled: i128, size: Option<usize>, mut message: Message) -> Message {
    let bytes = unscaled.to_be_bytes();
    let count = match size {
        Some(size) => size,
        None => {
            let mut count = 1;
            while count < bytes.len() && unscaled >> (8 * count - 1) != unscaled >> 127 {
                count += 1;
            }
            count
        }
    };
    let mut left = count;
    while left > 0 {
        let sign = if unscaled < 0 { 0xff } else { 0x00 };
        let byte = if left > bytes.len() { sign } else { bytes[bytes.len() - left] };
        message = append_digit(byte & 0x0f, append_digit(byte >> 4, message.text("\\u00")));
        left -= 1;
    }
    message
}

const fn append_digit(digit: u8, message: Message) -> Message {
    let (_, digits) = "0123456789abcdef".split_at(digit as usize);
    message.text(digits.split_at(1).0)
}

/// Appends the number in backticks, with its point.
const fn append_number(unscaled: i128, scale: u32, message: Message) -> Message {
    let mut digits = [0; 40];
    let (mut rest, mut count) = (unscaled.unsigned_abs(), 0);
    while rest > 0 || count <= scale as usize && count < digits.len() {
        digits[count] = (rest % 10) as u8;
        rest /= 10;
        count += 1;
    }
    let mut message = message.text(if unscaled < 0 { "`-" } else { "`" });
    while count > 0 {
        count -= 1;
        message = append_digit(digits[count], message);
        if count > 0 && count == scale as usize {
            message = message.text(".");
        }
    }
    message.text("`")
}

#[cfg(test)]
mod tests {
    use super::super::*;

    const fn decimal(
        precision: u32,
        scale: u32,
        underlying: &'static Schema<'static>,
    ) -> Schema<'static> {
        Schema::Logical(LogicalType::Decimal { precision, scale }, underlying)
    }

    const FIXED: Schema<'static> = Schema::Fixed(&Fixed { name: "Money", aliases: &[], size: 4 });

    #[test]
    fn bytes_have_no_more_digits_than_the_precision() {
        let schema = decimal(4, 2, &Schema::Bytes);
        for text in [
            "",
            "\0",
            "\u{3}\u{de}",
            "\u{27}\u{f}",
            "\u{d8}\u{f1}",
            "\0\0\0\u{1}",
            "\u{ff}\u{ff}\u{ff}",
        ] {
            assert!(schema.accepts(&Json::String(text)), "{text:?}");
        }
        for text in
            ["1.5", "9.90", "\u{27}\u{10}", "\u{d8}\u{f0}", "\u{80}\0\0", "12345678901234567"]
        {
            assert!(!schema.accepts(&Json::String(text)), "{text:?}");
        }
        let zeros = "\0".repeat(20);
        assert!(schema.accepts(&Json::String(&zeros)));
        assert!(decimal(60, 2, &Schema::Bytes).accepts(&Json::String("12345678901234567")));
        assert!(!decimal(4, 2, &FIXED).accepts(&Json::String("\u{1}")));
        assert!(decimal(4, 2, &FIXED).accepts(&Json::String("\0\0\0\u{1}")));
    }

    #[track_caller]
    fn says(schema: &Schema<'_>, default: Json<'_>, words: &str) {
        let field = Field { name: "price", doc: "", aliases: &[], schema, default: Some(default) };
        let problem = field.default_problem(&Schema::Null);
        assert_eq!(problem.map(|message| message.to_string()).as_deref(), Some(words));
    }

    fn help(bytes: &str, number: &str) -> String {
        format!("help: write `default = r#\"\"{bytes}\"\"#` for `{number}`")
    }

    #[test]
    fn the_bytes_of_a_spelled_number_are_told() {
        let bytes = decimal(4, 2, &Schema::Bytes);
        let start =
            "the default of `price` must be the bytes of a whole number of at most 4 digits\n";
        for (default, help) in [
            (Json::String("9.90"), help(r"\u0003\u00de", "9.90")),
            (Json::String("-1.5"), help(r"\u00ff\u006a", "-1.50")),
            (Json::Float(9.9), help(r"\u0003\u00de", "9.90")),
            (Json::Integer(2), help(r"\u0000\u00c8", "2.00")),
            (Json::Integer(100), help(r"\u0001", "0.01")),
            (Json::String("cheap"), help(r"\u0001", "0.01")),
        ] {
            says(&bytes, default, &format!("{start}{help}"));
        }
        says(
            &Schema::Union(&[&Schema::Null, &decimal(4, 0, &FIXED)]),
            Json::Integer(-12),
            "the default of `price` must be `null` or the 4 bytes of a whole number of at most 4 digits\n\
             help: write `default = r#\"\"\\u00ff\\u00ff\\u00ff\\u00f4\"\"#` for `-12`",
        );
    }

    /// As bytes it would be 9593306.08.
    #[test]
    fn a_spelled_number_is_no_larger_one() {
        let help = help(r"\u0003\u00de", "9.90");
        says(
            &decimal(18, 2, &Schema::Bytes),
            Json::String("9.90"),
            &format!(
                "the default of `price` must be the bytes of a whole number of at most 18 digits\n{help}"
            ),
        );
        let digits = decimal(18, 2, &Schema::Bytes);
        for (text, is_right) in [("990", true), ("9.905", false), ("9.", true), (".9", true)] {
            let default = Some(Json::String(text));
            let field = Field { name: "price", doc: "", aliases: &[], schema: &digits, default };
            assert_eq!(field.default_problem(&Schema::Null).is_none(), is_right, "{text}");
        }
    }
}
