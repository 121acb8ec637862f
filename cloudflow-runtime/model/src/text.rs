//! String helpers that const evaluation offers no other way to write.

/// Compares two strings for equality in a const.
///
/// Rules compare names over and over, and this way takes less than half of the time of indices:
/// patterns that copy bytes are one step for the compiler, while a bounds check, a call (also of
/// `len`) or a reference to a byte is several.
pub(crate) const fn equal(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    loop {
        match left {
            &[a0, a1, a2, a3, a4, a5, a6, a7, ref left_rest @ ..] => {
                let &[b0, b1, b2, b3, b4, b5, b6, b7, ref right_rest @ ..] = right else {
                    return false;
                };
                if a0 != b0 || a1 != b1 || a2 != b2 || a3 != b3 {
                    return false;
                }
                if a4 != b4 || a5 != b5 || a6 != b6 || a7 != b7 {
                    return false;
                }
                (left, right) = (left_rest, right_rest);
            }
            &[a0, a1, a2, a3, ref left_rest @ ..] => {
                let &[b0, b1, b2, b3, ref right_rest @ ..] = right else { return false };
                if a0 != b0 || a1 != b1 || a2 != b2 || a3 != b3 {
                    return false;
                }
                (left, right) = (left_rest, right_rest);
            }
            &[a0, a1, a2] => {
                let &[b0, b1, b2] = right else { return false };
                return a0 == b0 && a1 == b1 && a2 == b2;
            }
            &[a0, a1] => {
                let &[b0, b1] = right else { return false };
                return a0 == b0 && a1 == b1;
            }
            &[a0] => {
                let &[b0] = right else { return false };
                return a0 == b0;
            }
            [] => return matches!(right, []),
        }
    }
}

/// Returns whether two names become the same Kubernetes or Kafka name: `_` is written `-` there.
pub(crate) const fn same_outside(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if outside_byte(left[at]) != outside_byte(right[at]) {
            return false;
        }
        at += 1;
    }
    true
}

/// Returns the byte as Kubernetes and Kafka spell it.
pub(crate) const fn outside_byte(byte: u8) -> u8 {
    if byte == b'_' { b'-' } else { byte }
}

/// Returns whether two names are the same where `_` and `.` are alike, as for keys of Kafka.
pub(crate) const fn same_with_dots(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if dotted_byte(left[at]) != dotted_byte(right[at]) {
            return false;
        }
        at += 1;
    }
    true
}

const fn dotted_byte(byte: u8) -> u8 {
    if byte == b'_' { b'.' } else { byte }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_is_by_content() {
        assert!(equal("valid_log", "valid_log"));
        assert!(!equal("valid_log", "valid-log"));
        assert!(!equal("a", "ab"));
        assert!(equal("measurements.power", "measurements.power"));
        assert!(!equal("measurements.power", "measurements.pover"));
        assert!(!equal("measurements.power", "measurement_.power"));
        // Of every length, with each byte another one, and with one more or less.
        let text = "abcdefghijklmnopqrs";
        for length in 0..text.len() {
            let (short, long) = (&text[..length], &text[..=length]);
            assert!(equal(short, short));
            assert!(!equal(short, long) && !equal(long, short));
            for at in 0..length {
                let other = format!("{}_{}", &short[..at], &short[at + 1..]);
                assert!(!equal(short, &other), "{other}");
            }
        }
        assert!(same_outside("valid_log", "valid-log"));
        assert!(!same_outside("valid_log", "valid.log"));
        assert!(same_with_dots("retention.ms", "retention_ms"));
        assert!(!same_with_dots("retention.ms", "retention-ms"));
        assert!(!same_with_dots("retention.ms", "retention.m"));
    }
}
