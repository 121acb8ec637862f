//! The grammar of a quantity, and what it amounts to.
//!
//! The source is the documentation of `resource.Quantity` in Kubernetes' `apimachinery`:
//!
//! ```text
//! <quantity>        ::= <signedNumber><suffix>
//! <number>          ::= <digits> | <digits>.<digits> | <digits>. | .<digits>
//! <signedNumber>    ::= <number> | <sign><number>
//! <suffix>          ::= <binarySI> | <decimalExponent> | <decimalSI>
//! <binarySI>        ::= Ki | Mi | Gi | Ti | Pi | Ei
//! <decimalSI>       ::= m | "" | k | M | G | T | P | E
//! <decimalExponent> ::= "e" <signedNumber> | "E" <signedNumber>
//! ```
//!
//! Its parser also takes `n` and `u`, and an exponent is an integer. A sign is left out here: an amount
//! that a pod asks for is never negative, and nobody writes `+`.

/// Fraction digits beyond these are only looked at for being zero.
const MOST_FRACTION: i32 = 18;
/// A number from here on is as large as any.
const LARGE: u128 = 10_u128.pow(27);
/// No exponent from here on changes what an amount is taken for.
const MOST_EXPONENT: i32 = 99;

/// An amount, in cores or bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Billionths of the unit, rounded down; saturates.
    billionths: u128,
    /// Whether nothing was lost.
    is_exact: bool,
}

impl Amount {
    /// Reads a quantity, or nothing where the grammar is broken.
    ///
    /// ```
    /// use cloudflow_model::quantity::Amount;
    ///
    /// assert_eq!(Amount::parse("0.5"), Amount::parse("500m"));
    /// assert_eq!(Amount::parse("512MB"), None);
    /// ```
    pub const fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (mut number, mut fraction, mut is_exact) = (0_u128, 0, true);
        let (mut at, mut digits, mut points) = (0, 0, 0);
        while at < bytes.len() && matches!(bytes[at], b'0'..=b'9' | b'.') {
            if bytes[at] == b'.' {
                points += 1;
            } else {
                digits += 1;
                let digit = (bytes[at] - b'0') as u128;
                if points > 0 && fraction == MOST_FRACTION {
                    is_exact &= digit == 0;
                } else {
                    number = if number < LARGE { number * 10 + digit } else { LARGE };
                    fraction += if points > 0 { 1 } else { 0 };
                }
            }
            at += 1;
        }
        if digits == 0 || points > 1 {
            return None;
        }
        let (_, suffix) = bytes.split_at(at);
        let Some((twos, tens)) = scale(suffix) else { return None };
        let scaled = number.saturating_mul(1 << twos);
        let tens = tens - fraction + 9;
        if tens >= 0 {
            let billionths = scaled.saturating_mul(power_of_ten(tens));
            return Some(Self { billionths, is_exact });
        }
        let divisor = power_of_ten(-tens);
        is_exact &= scaled.is_multiple_of(divisor);
        Some(Self { billionths: scaled / divisor, is_exact })
    }

    /// Returns whether there is nothing.
    pub const fn is_zero(self) -> bool {
        self.billionths == 0 && self.is_exact
    }

    /// Returns whether it is a whole number of thousandths.
    pub const fn is_whole_thousandths(self) -> bool {
        self.is_exact && self.billionths.is_multiple_of(1_000_000)
    }

    /// Returns how many thousandths hold it, which is how Kubernetes rounds.
    pub const fn thousandths(self) -> u128 {
        self.billionths / 1_000_000 + if self.is_whole_thousandths() { 0 } else { 1 }
    }

    /// Returns whether it is less than so many units.
    pub const fn is_less_than(self, units: u64) -> bool {
        self.billionths < units as u128 * 1_000_000_000
    }

    /// Returns whether it is more than so many units.
    pub const fn is_more_than(self, units: u64) -> bool {
        let units = units as u128 * 1_000_000_000;
        self.billionths > units || (self.billionths == units && !self.is_exact)
    }
}

/// Returns whether Kubernetes accepts this as a request or a limit: a decimal number that is not
/// negative, with a suffix such as `m`, `M` or `Mi`, or an exponent.
pub const fn is_quantity(text: &str) -> bool {
    Amount::parse(text).is_some()
}

/// Returns the powers of two and of ten that a suffix stands for.
const fn scale(suffix: &[u8]) -> Option<(u32, i32)> {
    Some(match suffix {
        b"n" => (0, -9),
        b"u" => (0, -6),
        b"m" => (0, -3),
        b"" => (0, 0),
        b"k" => (0, 3),
        b"M" => (0, 6),
        b"G" => (0, 9),
        b"T" => (0, 12),
        b"P" => (0, 15),
        b"E" => (0, 18),
        b"Ki" => (10, 0),
        b"Mi" => (20, 0),
        b"Gi" => (30, 0),
        b"Ti" => (40, 0),
        b"Pi" => (50, 0),
        b"Ei" => (60, 0),
        [b'e' | b'E', b'-', digits @ ..] => match exponent(digits) {
            Some(exponent) => (0, -exponent),
            None => return None,
        },
        [b'e' | b'E', b'+', digits @ ..] | [b'e' | b'E', digits @ ..] => match exponent(digits) {
            Some(exponent) => (0, exponent),
            None => return None,
        },
        _ => return None,
    })
}

const fn exponent(digits: &[u8]) -> Option<i32> {
    if digits.is_empty() {
        return None;
    }
    let mut exponent = 0;
    let mut at = 0;
    while at < digits.len() {
        if !digits[at].is_ascii_digit() {
            return None;
        }
        exponent = exponent * 10 + (digits[at] - b'0') as i32;
        if exponent > MOST_EXPONENT {
            exponent = MOST_EXPONENT;
        }
        at += 1;
    }
    Some(exponent)
}

const fn power_of_ten(exponent: i32) -> u128 {
    let mut power = 1_u128;
    let mut at = 0;
    while at < exponent {
        power = power.saturating_mul(10);
        at += 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for good in ["0", "100m", "1.5", ".5", "1.", "64Mi", "2Gi", "1e3", "1E-3", "5E", "1k"] {
            assert!(is_quantity(good), "{good}");
        }
        for bad in ["", ".", "-1", "+1", "1.2.3", "1 Mi", "64MB", "64mi", "1K", "1e", "1e+", "Mi"] {
            assert!(!is_quantity(bad), "{bad}");
        }
    }

    #[test]
    fn different_words_for_one_amount() {
        for same in [
            ["0.5", "500m", "5e-1", "500000u", "0.50000000000000000000000"],
            ["1024", "1Ki", "1.024k", "1024000m", "0.0009765625Mi"],
            ["1000000000", "1G", "1e9", "1E+9", "1000M"],
        ] {
            for text in same {
                assert_eq!(Amount::parse(text), Amount::parse(same[0]), "{text}");
            }
        }
    }

    #[test]
    fn thousandths_are_rounded_up() {
        for (text, thousandths, is_whole) in [
            ("2", 2000, true),
            ("0.5m", 1, false),
            ("100.5m", 101, false),
            ("1n", 1, false),
            ("1e-30", 1, false),
            ("0.0010000000000000000000000001", 2, false),
            ("0", 0, true),
            ("0e-99", 0, true),
        ] {
            let amount = Amount::parse(text).expect(text);
            assert_eq!(amount.thousandths(), thousandths, "{text}");
            assert_eq!(amount.is_whole_thousandths(), is_whole, "{text}");
            assert_eq!(amount.is_zero(), thousandths == 0, "{text}");
        }
    }

    #[test]
    fn the_largest_are_large() {
        for text in ["99E", "9999999999999999999999999999999999999999", "1e999999999999", "512Ei"] {
            let amount = Amount::parse(text).expect(text);
            assert!(amount.is_more_than(u64::MAX), "{text}");
            assert!(!amount.is_less_than(u64::MAX), "{text}");
        }
        let least_above = Amount::parse("1.0000000000000000000000000001").expect("a quantity");
        assert!(least_above.is_more_than(1) && !least_above.is_less_than(1));
        let one = Amount::parse("1").expect("a quantity");
        assert!(!one.is_more_than(1) && !one.is_less_than(1) && one.is_less_than(2));
    }
}
