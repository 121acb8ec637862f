//! Logical types: what an underlying Avro type stands for (specification, "Logical Types").

use super::Schema;

/// What an underlying Avro type stands for.
///
/// The bytes are those of the underlying type; the parsing canonical form and the fingerprint do
/// not know logical types at all.
///
/// ```
/// use cloudflow_model::Schema;
/// use cloudflow_model::schema::LogicalType;
///
/// let price = LogicalType::Decimal { precision: 8, scale: 2 };
/// assert!(price.is_allowed_on(&Schema::Bytes));
/// assert!(!price.is_allowed_on(&Schema::Double));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogicalType {
    /// `decimal`, on bytes or a fixed: the unscaled value in two's complement, big-endian.
    Decimal {
        /// How many digits a value may have in all, at least one.
        precision: u32,
        /// How many of them stand behind the point; at most the precision.
        scale: u32,
    },
    /// `uuid`, on a string (as in RFC 9562) or on a fixed of 16 bytes.
    Uuid,
    /// `date`, on an int: days since 1970-01-01, in no particular time zone.
    Date,
    /// `time-millis`, on an int: milliseconds since midnight.
    TimeMillis,
    /// `time-micros`, on a long: microseconds since midnight.
    TimeMicros,
    /// `timestamp-millis`, on a long: milliseconds since 1970-01-01T00:00:00Z.
    TimestampMillis,
    /// `timestamp-micros`, on a long: microseconds since 1970-01-01T00:00:00Z.
    TimestampMicros,
    /// `timestamp-nanos`, on a long: nanoseconds since 1970-01-01T00:00:00Z.
    TimestampNanos,
    /// `local-timestamp-millis`, on a long: milliseconds since 1970-01-01T00:00:00, wherever.
    LocalTimestampMillis,
    /// `local-timestamp-micros`, on a long: microseconds since 1970-01-01T00:00:00, wherever.
    LocalTimestampMicros,
    /// `local-timestamp-nanos`, on a long: nanoseconds since 1970-01-01T00:00:00, wherever.
    LocalTimestampNanos,
    /// `duration`, on a fixed of 12 bytes: months, days and milliseconds, little-endian.
    Duration,
}

impl LogicalType {
    /// Returns the name in the specification.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decimal { .. } => "decimal",
            Self::Uuid => "uuid",
            Self::Date => "date",
            Self::TimeMillis => "time-millis",
            Self::TimeMicros => "time-micros",
            Self::TimestampMillis => "timestamp-millis",
            Self::TimestampMicros => "timestamp-micros",
            Self::TimestampNanos => "timestamp-nanos",
            Self::LocalTimestampMillis => "local-timestamp-millis",
            Self::LocalTimestampMicros => "local-timestamp-micros",
            Self::LocalTimestampNanos => "local-timestamp-nanos",
            Self::Duration => "duration",
        }
    }

    /// Returns whether the specification allows it on this schema. Readers ignore a logical type
    /// where it is not allowed, and see the underlying type alone.
    pub const fn is_allowed_on(self, underlying: &Schema<'_>) -> bool {
        match (self, underlying) {
            (Self::Decimal { precision, scale }, Schema::Bytes) => {
                precision > 0 && scale <= precision
            }
            (Self::Decimal { precision, scale }, Schema::Fixed(fixed)) => {
                precision > 0 && scale <= precision && precision as u128 <= most_digits(fixed.size)
            }
            (Self::Uuid, Schema::Fixed(fixed)) => fixed.size == 16,
            (Self::Duration, Schema::Fixed(fixed)) => fixed.size == 12,
            (Self::Uuid, Schema::String)
            | (Self::Date | Self::TimeMillis, Schema::Int)
            | (
                Self::TimeMicros
                | Self::TimestampMillis
                | Self::TimestampMicros
                | Self::TimestampNanos
                | Self::LocalTimestampMillis
                | Self::LocalTimestampMicros
                | Self::LocalTimestampNanos,
                Schema::Long,
            ) => true,
            _ => false,
        }
    }
}

/// Returns how many decimal digits any number of `size` bytes in two's complement has room for:
/// `floor((8 * size - 1) * log10(2))`, which is no whole number but for a size of none.
const fn most_digits(size: usize) -> u128 {
    const LOG10_OF_2: u128 = 301_029_995_663_981;
    const UNIT: u128 = 1_000_000_000_000_000;
    (8 * size as u128).saturating_sub(1) * LOG10_OF_2 / UNIT
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[test]
    fn each_has_its_underlying_types() {
        const SIXTEEN: Schema<'static> =
            Schema::Fixed(&Fixed { name: "f", aliases: &[], size: 16 });
        const TWELVE: Schema<'static> = Schema::Fixed(&Fixed { name: "f", aliases: &[], size: 12 });
        let all = [Schema::Int, Schema::Long, Schema::String, Schema::Bytes, SIXTEEN, TWELVE];
        for (logical, allowed) in [
            (LogicalType::Uuid, [false, false, true, false, true, false]),
            (LogicalType::Date, [true, false, false, false, false, false]),
            (LogicalType::TimeMillis, [true, false, false, false, false, false]),
            (LogicalType::TimeMicros, [false, true, false, false, false, false]),
            (LogicalType::LocalTimestampNanos, [false, true, false, false, false, false]),
            (LogicalType::Duration, [false, false, false, false, false, true]),
            (
                LogicalType::Decimal { precision: 4, scale: 2 },
                [false, false, false, true, true, true],
            ),
        ] {
            assert_eq!(all.map(|schema| logical.is_allowed_on(&schema)), allowed, "{logical:?}");
        }
    }

    #[test]
    fn a_decimal_must_fit_its_fixed() {
        // The largest precisions for 1, 2, 4, 8 and 16 bytes: 127 has two digits for sure.
        for (size, most) in [(1, 2), (2, 4), (4, 9), (8, 18), (16, 38)] {
            let fixed = Fixed { name: "f", aliases: &[], size };
            let schema = Schema::Fixed(&fixed);
            assert!(LogicalType::Decimal { precision: most, scale: 0 }.is_allowed_on(&schema));
            assert!(!LogicalType::Decimal { precision: most + 1, scale: 0 }.is_allowed_on(&schema));
        }
        assert!(!LogicalType::Decimal { precision: 0, scale: 0 }.is_allowed_on(&Schema::Bytes));
        assert!(!LogicalType::Decimal { precision: 2, scale: 3 }.is_allowed_on(&Schema::Bytes));
    }
}
