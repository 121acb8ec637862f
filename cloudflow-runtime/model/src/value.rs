//! Values as a person writes them: integers, floats, booleans, durations and memory sizes.

use std::time::Duration;

/// Parses a whole number in decimal digits, with an optional sign.
pub const fn parse_integer(text: &str) -> Option<i64> {
    match i64::from_str_radix(text, 10) {
        Ok(number) => Some(number),
        Err(_) => None,
    }
}

/// Returns whether `text` is a whole number, however many digits it has.
pub const fn is_whole_number(text: &str) -> bool {
    let mut digits = text.as_bytes();
    if let [b'+' | b'-', behind @ ..] = digits {
        digits = behind;
    }
    !digits.is_empty() && count_digits(digits, 0) == digits.len()
}

/// Parses `true` or `false`.
pub const fn parse_boolean(text: &str) -> Option<bool> {
    match text.as_bytes() {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}

/// Returns whether `text` is a finite decimal number: digits, with optional sign, fraction and
/// exponent. Every text that passes is also accepted by `str::parse::<f64>`.
pub const fn is_float(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    if at < bytes.len() && matches!(bytes[at], b'+' | b'-') {
        at += 1;
    }
    let whole = count_digits(bytes, at);
    at += whole;
    let mut fraction = 0;
    if at < bytes.len() && bytes[at] == b'.' {
        fraction = count_digits(bytes, at + 1);
        at += 1 + fraction;
    }
    if whole + fraction == 0 {
        return false;
    }
    if at < bytes.len() && matches!(bytes[at], b'e' | b'E') {
        at += 1;
        if at < bytes.len() && matches!(bytes[at], b'+' | b'-') {
            at += 1;
        }
        let exponent = count_digits(bytes, at);
        // Three digits and more could overflow to infinity, which is no setting.
        if exponent == 0 || exponent > 2 {
            return false;
        }
        at += exponent;
    }
    at == bytes.len()
}

/// Parses a duration: a whole number and a unit, such as `500 ms`, `1 min`, `90s` or `7 days`.
///
/// Units are `ns`, `us`, `ms`, `s`, `m`, `h`, `d`, `w` and their usual long names.
///
/// ```
/// use cloudflow_model::value::parse_duration;
/// use std::time::Duration;
///
/// assert_eq!(parse_duration("1 min"), Some(Duration::from_secs(60)));
/// assert_eq!(parse_duration("60"), None, "a unit is required");
/// ```
pub const fn parse_duration(text: &str) -> Option<Duration> {
    let Some((number, unit)) = split_number(text) else { return None };
    let nanoseconds: u64 = match unit {
        b"ns" | b"nano" | b"nanos" | b"nanosecond" | b"nanoseconds" => 1,
        b"us" | b"micro" | b"micros" | b"microsecond" | b"microseconds" => 1_000,
        b"ms" | b"milli" | b"millis" | b"millisecond" | b"milliseconds" => 1_000_000,
        b"s" | b"sec" | b"secs" | b"second" | b"seconds" => 1_000_000_000,
        b"m" | b"min" | b"mins" | b"minute" | b"minutes" => 60 * 1_000_000_000,
        b"h" | b"hour" | b"hours" => 3_600 * 1_000_000_000,
        b"d" | b"day" | b"days" => 86_400 * 1_000_000_000,
        b"w" | b"week" | b"weeks" => 7 * 86_400 * 1_000_000_000,
        _ => return None,
    };
    // Seconds and the rest apart: 300 years in nanoseconds would not fit into 64 bits.
    let total = number as u128 * nanoseconds as u128;
    let seconds = total / 1_000_000_000;
    if seconds > u64::MAX as u128 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the quotient was compared, the rest is below 1e9"
    )]
    Some(Duration::new(seconds as u64, (total % 1_000_000_000) as u32))
}

/// Parses a memory size in bytes: a whole number with an optional unit, such as `64 MiB` or `10kB`.
///
/// `kB`, `MB`, `GB` and `TB` are powers of 1000, `KiB`, `MiB`, `GiB` and `TiB` (also `Ki`, `Mi`,
/// `Gi`, `Ti`, as Kubernetes writes them) are powers of 1024.
pub const fn parse_memory_size(text: &str) -> Option<u64> {
    let Some((number, unit)) = split_number(text) else { return None };
    let bytes: u64 = match unit {
        b"" | b"B" => 1,
        b"kB" | b"KB" => 1_000,
        b"MB" => 1_000_000,
        b"GB" => 1_000_000_000,
        b"TB" => 1_000_000_000_000,
        b"KiB" | b"Ki" => 1 << 10,
        b"MiB" | b"Mi" => 1 << 20,
        b"GiB" | b"Gi" => 1 << 30,
        b"TiB" | b"Ti" => 1 << 40,
        _ => return None,
    };
    number.checked_mul(bytes)
}

const fn count_digits(bytes: &[u8], from: usize) -> usize {
    let mut count = 0;
    while from + count < bytes.len() && bytes[from + count].is_ascii_digit() {
        count += 1;
    }
    count
}

/// Splits `500 ms` into the number and the unit.
const fn split_number(text: &str) -> Option<(u64, &[u8])> {
    let bytes = text.trim_ascii().as_bytes();
    let (digits, unit) = bytes.split_at(count_digits(bytes, 0));
    let Ok(digits) = std::str::from_utf8(digits) else { return None };
    match u64::from_str_radix(digits, 10) {
        Ok(number) => Some((number, unit.trim_ascii())),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, milliseconds) in [
            ("500 ms", 500),
            ("1s", 1_000),
            ("1 min", 60_000),
            ("2 hours", 7_200_000),
            ("7 days", 604_800_000),
            (" 1 w ", 604_800_000),
        ] {
            assert_eq!(parse_duration(text), Some(Duration::from_millis(milliseconds)), "{text}");
        }
        for bad in ["", "5", "ms", "-1 s", "1.5 s", "1 fortnight", "99999999999999999999 s"] {
            assert_eq!(parse_duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn whole_numbers() {
        for good in ["0", "-1", "+1", "99999999999999999999"] {
            assert!(is_whole_number(good), "{good}");
        }
        for bad in ["", "-", "1.5", "1e3", "0x1", "1 "] {
            assert!(!is_whole_number(bad), "{bad}");
        }
    }

    #[test]
    fn memory_sizes() {
        for (text, bytes) in [("0", 0), ("10", 10), ("10kB", 10_000), ("64 MiB", 64 << 20)] {
            assert_eq!(parse_memory_size(text), Some(bytes), "{text}");
        }
        for bad in ["", "MiB", "1 mb", "-1", "1.5 GiB", "18446744073709551615 TiB"] {
            assert_eq!(parse_memory_size(bad), None, "{bad}");
        }
    }

    #[test]
    fn floats_are_those_that_rust_parses() {
        for good in ["1", "-1.5", "+0.25", "1e3", "2.5E-3", ".5", "1."] {
            assert!(is_float(good), "{good}");
            assert!(good.parse::<f64>().is_ok_and(f64::is_finite), "{good}");
        }
        for bad in ["", ".", "+", "1e", "e3", "inf", "NaN", "1_000", "1e999", "1,5"] {
            assert!(!is_float(bad), "{bad}");
        }
    }
}
