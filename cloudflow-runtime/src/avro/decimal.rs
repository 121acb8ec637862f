//! Exact decimal numbers, as Avro's `decimal`.

use std::fmt;
use std::str::FromStr;

use cloudflow_model::Schema;
use cloudflow_model::schema::LogicalType;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use thiserror::Error;

use super::fixed::FixedValue;
use super::{AvroType, DecodeError, Fault, Reader, write_bytes};

/// An exact number of at most `PRECISION` digits, `SCALE` of them behind the point: Avro's `decimal`
/// on bytes, or on a fixed with `#[avro(fixed = …)]`.
///
/// In JSON it is a string like `12.50`, since a JSON number is a binary fraction to most readers; a
/// number is read as well if it is whole. `PRECISION` is 1 to 38, as many digits as 128 bits hold.
///
/// ```
/// use cloudflow_runtime::avro::Decimal;
///
/// let price: Decimal<8, 2> = "12.5".parse()?;
/// assert_eq!(price.unscaled(), 1_250);
/// assert_eq!(price.to_string(), "12.50");
/// assert!("0.001".parse::<Decimal<8, 2>>().is_err());
/// # Ok::<(), cloudflow_runtime::avro::ParseDecimalError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal<const PRECISION: u32, const SCALE: u32>(i128);

impl<const PRECISION: u32, const SCALE: u32> Decimal<PRECISION, SCALE> {
    const LIMIT: i128 = {
        assert!(
            PRECISION > 0 && PRECISION <= 38 && SCALE <= PRECISION,
            "a `Decimal<PRECISION, SCALE>` must have 1 to 38 digits, and no more behind the point"
        );
        10_i128.pow(PRECISION)
    };

    /// Returns `unscaled` divided by 10 to the power of `SCALE`, or nothing if it has too many
    /// digits.
    pub const fn from_unscaled(unscaled: i128) -> Option<Self> {
        if unscaled > -Self::LIMIT && unscaled < Self::LIMIT { Some(Self(unscaled)) } else { None }
    }

    /// Returns the number times 10 to the power of `SCALE`.
    pub const fn unscaled(self) -> i128 {
        self.0
    }

    /// Reads two's complement of any length, most significant byte first.
    fn from_bytes(bytes: &[u8]) -> Result<Self, Fault> {
        let sign = bytes.first().map_or(0, |first| if first & 0x80 == 0 { 0x00 } else { 0xff });
        let mut whole = [sign; 16];
        let split = bytes.len().saturating_sub(whole.len());
        let (surplus, bytes) = bytes.split_at_checked(split).unwrap_or_default();
        for (to, from) in whole.iter_mut().rev().zip(bytes.iter().rev()) {
            *to = *from;
        }
        // What goes beyond 128 bits must be sign alone, also of the bits that are left.
        let is_cut = surplus.iter().any(|byte| *byte != sign)
            || (!surplus.is_empty() && (i128::from_be_bytes(whole) < 0) != (sign == 0xff));
        let value = if is_cut { None } else { Self::from_unscaled(i128::from_be_bytes(whole)) };
        value.ok_or(Fault::DecimalOutOfRange { precision: PRECISION })
    }
}

/// Returns how many leading bytes only repeat the sign.
fn surplus(bytes: [u8; 16]) -> usize {
    let mut count = 0;
    for pair in bytes.windows(2) {
        match *pair {
            [0x00, next] if next & 0x80 == 0 => count += 1,
            [0xff, next] if next & 0x80 != 0 => count += 1,
            _ => break,
        }
    }
    count
}

#[diagnostic::do_not_recommend]
impl<const PRECISION: u32, const SCALE: u32> AvroType for Decimal<PRECISION, SCALE> {
    const SCHEMA: &'static Schema<'static> = {
        assert!(Self::LIMIT > 0);
        &Schema::Logical(
            LogicalType::Decimal { precision: PRECISION, scale: SCALE },
            &Schema::Bytes,
        )
    };

    fn encode(&self, buffer: &mut Vec<u8>) {
        let bytes = self.0.to_be_bytes();
        write_bytes(bytes.get(surplus(bytes)..).unwrap_or_default(), buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let bytes = reader.bytes()?;
        Self::from_bytes(bytes).map_err(|fault| reader.fault(fault))
    }
}

#[diagnostic::do_not_recommend]
impl<const PRECISION: u32, const SCALE: u32> FixedValue for Decimal<PRECISION, SCALE> {
    const LOGICAL: LogicalType = LogicalType::Decimal { precision: PRECISION, scale: SCALE };

    fn write_fixed(&self, size: usize, buffer: &mut Vec<u8>) {
        let bytes = self.0.to_be_bytes();
        let sign = if self.0 < 0 { 0xff } else { 0x00 };
        buffer.extend(std::iter::repeat_n(sign, size.saturating_sub(bytes.len())));
        // The derive lets no size pass that is too small for the precision.
        buffer.extend(bytes.get(bytes.len().saturating_sub(size)..).unwrap_or_default());
    }

    fn read_fixed(bytes: &[u8]) -> Result<Self, Fault> {
        Self::from_bytes(bytes)
    }
}

impl<const PRECISION: u32, const SCALE: u32> fmt::Display for Decimal<PRECISION, SCALE> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.0.unsigned_abs(), width = SCALE as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - SCALE as usize);
        let point = if fraction.is_empty() { "" } else { "." };
        formatter.pad_integral(self.0 >= 0, "", &format!("{whole}{point}{fraction}"))
    }
}

/// A text that is no decimal number of the wanted precision and scale.
#[derive(Clone, Debug, Error)]
#[error(
    "`{text}` is no number with at most {precision} digits, {scale} of them behind the point\n\
     help: write it without exponent, such as `12.5`"
)]
pub struct ParseDecimalError {
    text: String,
    precision: u32,
    scale: u32,
}

impl<const PRECISION: u32, const SCALE: u32> FromStr for Decimal<PRECISION, SCALE> {
    type Err = ParseDecimalError;

    /// Parses digits with an optional sign and point; nothing is rounded.
    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        parse(text, SCALE as usize).and_then(Self::from_unscaled).ok_or_else(|| ParseDecimalError {
            text: text.chars().take(64).collect(),
            precision: PRECISION,
            scale: SCALE,
        })
    }
}

fn parse(text: &str, scale: usize) -> Option<i128> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || digits.ends_with('.') || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let missing = scale.checked_sub(fraction.len())?;
    let unscaled: i128 = format!("{whole}{fraction}{:0<missing$}", "").parse().ok()?;
    Some(if is_negative { -unscaled } else { unscaled })
}

impl<const PRECISION: u32, const SCALE: u32> Serialize for Decimal<PRECISION, SCALE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const PRECISION: u32, const SCALE: u32> Deserialize<'de> for Decimal<PRECISION, SCALE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }
}

struct DecimalVisitor<const PRECISION: u32, const SCALE: u32>;

impl<const PRECISION: u32, const SCALE: u32> Visitor<'_> for DecimalVisitor<PRECISION, SCALE> {
    type Value = Decimal<PRECISION, SCALE>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "a number in a string with at most {PRECISION} digits, {SCALE} of them behind the point"
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        number
            .to_string()
            .parse()
            .map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        number
            .to_string()
            .parse()
            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts() {
        for (text, unscaled, again) in
            [("0", 0, "0.00"), ("-0.5", -50, "-0.50"), ("+12.340", 1_234, "12.34")]
        {
            let decimal: Decimal<4, 2> = text.parse().unwrap();
            assert_eq!((decimal.unscaled(), decimal.to_string()), (unscaled, again.into()));
        }
        for text in ["", "-", ".5", "5.", "1e3", "0.001", "100", "1.2.3", "--1", "٣"] {
            assert!(text.parse::<Decimal<4, 2>>().is_err(), "{text}");
        }
        assert_eq!("7".parse::<Decimal<1, 0>>().unwrap().to_string(), "7");
        assert_eq!("0.1".parse::<Decimal<1, 1>>().unwrap().to_string(), "0.1");
    }

    #[test]
    fn json() {
        let decimal: Decimal<4, 2> = serde_json::from_str("\"-1.5\"").unwrap();
        assert_eq!(serde_json::to_string(&decimal).unwrap(), "\"-1.50\"");
        assert_eq!(serde_json::from_str::<Decimal<4, 2>>("12").unwrap().unscaled(), 1_200);
        for bad in ["1.5", "100", "null", "\"x\""] {
            assert!(serde_json::from_str::<Decimal<4, 2>>(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn bytes(unscaled in -(10_i128.pow(38) - 1)..10_i128.pow(38), size in 16_usize..40) {
            let decimal = Decimal::<38, 5>::from_unscaled(unscaled).unwrap();
            let mut fixed = Vec::new();
            decimal.write_fixed(size, &mut fixed);
            prop_assert_eq!(fixed.len(), size);
            prop_assert_eq!(Decimal::read_fixed(&fixed), Ok(decimal));
            prop_assert_eq!(decimal.to_string().parse::<Decimal<38, 5>>().unwrap(), decimal);
        }

        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            if let Ok(decimal) = Decimal::<38, 0>::from_bytes(&bytes) {
                let mut again = Vec::new();
                decimal.write_fixed(bytes.len(), &mut again);
                prop_assert_eq!(again, bytes);
            }
        }
    }

    #[test]
    fn too_many_digits() {
        let fault = Fault::DecimalOutOfRange { precision: 2 };
        assert_eq!(Decimal::<2, 0>::from_bytes(&[100]), Err(fault.clone()));
        assert_eq!(Decimal::<2, 0>::from_bytes(&[99]).unwrap().unscaled(), 99);
        assert_eq!(Decimal::<2, 0>::from_bytes(&[0x9c]), Err(fault));
        assert!(Decimal::<38, 0>::from_bytes(&[1; 17]).is_err());
        assert!(Decimal::<38, 0>::from_bytes(&[vec![0], vec![0xff; 16]].concat()).is_err());
        assert_eq!(Decimal::<38, 0>::from_bytes(&[]).unwrap().unscaled(), 0);
    }
}
