//! Dates, times of day and moments: the logical types that count from midnight or from 1970.

use std::fmt;
use std::str::FromStr;

use cloudflow_model::Schema;
use cloudflow_model::schema::LogicalType;
use jiff::civil;
use jiff::tz::Offset;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use thiserror::Error;

use super::{AvroType, DecodeError, Reader, write_long};

/// A text that is no date, time of day or moment.
#[derive(Clone, Debug, Error)]
#[error("`{text}` is no {what}\nhelp: write it as in `{example}`")]
pub struct ParseCalendarError {
    text: String,
    what: &'static str,
    example: &'static str,
}

/// Makes a type of a count of units, its text, and its schema. What all of them do is written once.
macro_rules! calendar_type {
    (
        $(#[$doc:meta])*
        $name:ident($count:ident) is $logical:ident on $schema:ident,
        $from:ident, $as:ident in $unit:literal,
        called $what:literal as in $example:literal,
        parse $parse:expr, format $format:expr
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($count);

        impl $name {
            #[doc = concat!("Returns the value of this many ", $unit, ".")]
            pub const fn $from(count: $count) -> Self {
                Self(count)
            }

            #[doc = concat!("Returns the ", $unit, ".")]
            pub const fn $as(self) -> $count {
                self.0
            }

            /// Returns the text, unless the count is beyond what has one.
            fn text(self) -> Option<String> {
                ($format)(self.0.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.text() {
                    Some(text) => formatter.write_str(&text),
                    None => self.0.fmt(formatter),
                }
            }
        }

        impl FromStr for $name {
            type Err = ParseCalendarError;

            fn from_str(text: &str) -> Result<Self, ParseCalendarError> {
                let count: Option<i128> = ($parse)(text);
                count.and_then(|count| $count::try_from(count).ok()).map(Self).ok_or_else(|| {
                    ParseCalendarError {
                        text: text.chars().take(64).collect(),
                        what: $what,
                        example: $example,
                    }
                })
            }
        }

        #[diagnostic::do_not_recommend]
        impl AvroType for $name {
            const SCHEMA: &'static Schema<'static> =
                &Schema::Logical(LogicalType::$logical, &Schema::$schema);

            fn encode(&self, buffer: &mut Vec<u8>) {
                write_long(self.0.into(), buffer);
            }

            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                $count::decode(reader).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.text() {
                    Some(text) => serializer.serialize_str(&text),
                    None => self.0.serialize(serializer),
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextOrCount;

                impl Visitor<'_> for TextOrCount {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                        formatter.write_str(concat!(
                            "a ", $what, " as in `", $example, "`, or a number of ", $unit
                        ))
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse()
                            .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
                    }

                    fn visit_i64<E: de::Error>(self, count: i64) -> Result<$name, E> {
                        $count::try_from(count)
                            .map($name)
                            .map_err(|_| E::invalid_value(de::Unexpected::Signed(count), &self))
                    }

                    fn visit_u64<E: de::Error>(self, count: u64) -> Result<$name, E> {
                        $count::try_from(count)
                            .map($name)
                            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(count), &self))
                    }
                }

                deserializer.deserialize_any(TextOrCount)
            }
        }
    };
}

calendar_type! {
    /// A day of the calendar, in no particular time zone: Avro's `date`.
    ///
    /// In JSON it is a string like `2026-03-29`; a number of days is read as well, and written for
    /// days outside of the years -9999 to 9999.
    ///
    /// ```
    /// use cloudflow_runtime::avro::Date;
    ///
    /// let date: Date = "2026-03-29".parse()?;
    /// assert_eq!(date.as_days(), 20_541);
    /// assert_eq!(Date::from_days(0).to_string(), "1970-01-01");
    /// # Ok::<(), cloudflow_runtime::avro::ParseCalendarError>(())
    /// ```
    Date(i32) is Date on Int,
    from_days, as_days in "days since 1970-01-01",
    called "date" as in "2026-03-29",
    parse parse_date, format format_date
}

calendar_type! {
    /// A time of day in milliseconds, in no particular time zone: Avro's `time-millis`.
    ///
    /// In JSON it is a string like `13:37:00.5`; a number of milliseconds since midnight is read as
    /// well, and written for what is no time of a day. What is finer than a millisecond is cut off.
    TimeMillis(i32) is TimeMillis on Int,
    from_milliseconds, as_milliseconds in "milliseconds since midnight",
    called "time of day" as in "13:37:00.5",
    parse |text| parse_time(text, MILLISECOND), format |count| format_time(count, MILLISECOND)
}

calendar_type! {
    /// A time of day in microseconds, in no particular time zone: Avro's `time-micros`.
    ///
    /// In JSON it is a string like `13:37:00.5`; a number of microseconds since midnight is read as
    /// well, and written for what is no time of a day. What is finer than a microsecond is cut off.
    TimeMicros(i64) is TimeMicros on Long,
    from_microseconds, as_microseconds in "microseconds since midnight",
    called "time of day" as in "13:37:00.5",
    parse |text| parse_time(text, MICROSECOND), format |count| format_time(count, MICROSECOND)
}

calendar_type! {
    /// A moment in microseconds since 1970-01-01T00:00:00Z: Avro's `timestamp-micros`.
    ///
    /// JSON is that of [`Timestamp`](super::Timestamp), with microseconds for milliseconds.
    TimestampMicros(i64) is TimestampMicros on Long,
    from_microsecond, as_microsecond in "microseconds since 1970-01-01T00:00:00Z",
    called "moment" as in "2026-03-29T01:00:00Z",
    parse |text| parse_moment(text, MICROSECOND), format |count| format_moment(count, MICROSECOND)
}

calendar_type! {
    /// A moment in nanoseconds since 1970-01-01T00:00:00Z: Avro's `timestamp-nanos`.
    ///
    /// It reaches from 1677 to 2262. JSON is that of [`Timestamp`](super::Timestamp), with
    /// nanoseconds for milliseconds.
    TimestampNanos(i64) is TimestampNanos on Long,
    from_nanosecond, as_nanosecond in "nanoseconds since 1970-01-01T00:00:00Z",
    called "moment" as in "2026-03-29T01:00:00Z",
    parse |text| parse_moment(text, 1), format |count| format_moment(count, 1)
}

calendar_type! {
    /// A date with a time of day in milliseconds, wherever: Avro's `local-timestamp-millis`.
    ///
    /// In JSON it is a string like `2026-03-29T01:00:00`, without a time zone; a number of
    /// milliseconds is read as well.
    LocalTimestampMillis(i64) is LocalTimestampMillis on Long,
    from_millisecond, as_millisecond in "milliseconds since 1970-01-01T00:00:00",
    called "local date and time" as in "2026-03-29T01:00:00",
    parse |text| parse_local(text, MILLISECOND), format |count| format_local(count, MILLISECOND)
}

calendar_type! {
    /// A date with a time of day in microseconds, wherever: Avro's `local-timestamp-micros`.
    ///
    /// In JSON it is a string like `2026-03-29T01:00:00`, without a time zone; a number of
    /// microseconds is read as well.
    LocalTimestampMicros(i64) is LocalTimestampMicros on Long,
    from_microsecond, as_microsecond in "microseconds since 1970-01-01T00:00:00",
    called "local date and time" as in "2026-03-29T01:00:00",
    parse |text| parse_local(text, MICROSECOND), format |count| format_local(count, MICROSECOND)
}

calendar_type! {
    /// A date with a time of day in nanoseconds, wherever: Avro's `local-timestamp-nanos`.
    ///
    /// In JSON it is a string like `2026-03-29T01:00:00`, without a time zone; a number of
    /// nanoseconds is read as well.
    LocalTimestampNanos(i64) is LocalTimestampNanos on Long,
    from_nanosecond, as_nanosecond in "nanoseconds since 1970-01-01T00:00:00",
    called "local date and time" as in "2026-03-29T01:00:00",
    parse |text| parse_local(text, 1), format |count| format_local(count, 1)
}

const MICROSECOND: i128 = 1_000;
const MILLISECOND: i128 = 1_000_000;
const SECOND: i128 = 1_000_000_000;
const DAY: i128 = 86_400 * SECOND;

fn parse_date(text: &str) -> Option<i128> {
    let date: civil::Date = text.parse().ok()?;
    Some(nanoseconds(date.to_datetime(civil::Time::midnight()))?.div_euclid(DAY))
}

fn format_date(days: i128) -> Option<String> {
    Some(datetime(days.checked_mul(DAY)?)?.date().to_string())
}

fn parse_time(text: &str, unit: i128) -> Option<i128> {
    let time: civil::Time = text.parse().ok()?;
    Some(nanoseconds(time.on(1970, 1, 1))?.div_euclid(unit))
}

fn format_time(count: i128, unit: i128) -> Option<String> {
    let since = count.checked_mul(unit)?;
    if !(0..DAY).contains(&since) {
        return None;
    }
    Some(datetime(since)?.time().to_string())
}

fn parse_moment(text: &str, unit: i128) -> Option<i128> {
    let moment: jiff::Timestamp = text.parse().ok()?;
    Some(moment.as_nanosecond().div_euclid(unit))
}

fn format_moment(count: i128, unit: i128) -> Option<String> {
    let moment = jiff::Timestamp::from_nanosecond(count.checked_mul(unit)?).ok()?;
    Some(moment.to_string())
}

fn parse_local(text: &str, unit: i128) -> Option<i128> {
    // A `Z` or an offset would say where it is, which would be lost.
    if text.ends_with(['Z', 'z']) || text.parse::<jiff::Timestamp>().is_ok() {
        return None;
    }
    Some(nanoseconds(text.parse().ok()?)?.div_euclid(unit))
}

fn format_local(count: i128, unit: i128) -> Option<String> {
    Some(datetime(count.checked_mul(unit)?)?.to_string())
}

/// Returns the nanoseconds since 1970-01-01T00:00:00 in the same place.
fn nanoseconds(local: civil::DateTime) -> Option<i128> {
    Some(Offset::UTC.to_timestamp(local).ok()?.as_nanosecond())
}

fn datetime(since: i128) -> Option<civil::DateTime> {
    Some(Offset::UTC.to_datetime(jiff::Timestamp::from_nanosecond(since).ok()?))
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;

    use super::*;

    fn check<T>(cases: &[(&str, T)], refused: &[&str])
    where
        T: Serialize + DeserializeOwned + PartialEq + Debug + FromStr + fmt::Display + Copy,
        T::Err: Debug,
    {
        for (json, value) in cases {
            assert_eq!(serde_json::to_string(value).unwrap(), *json);
            assert_eq!(serde_json::from_str::<T>(json).unwrap(), *value);
            if let Some(text) = json.strip_prefix('"') {
                assert_eq!(text.trim_end_matches('"').parse::<T>().unwrap(), *value);
            }
        }
        for json in refused {
            assert!(serde_json::from_str::<T>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn json() {
        check(
            &[
                ("\"1969-12-31\"", Date(-1)),
                ("\"2026-03-29\"", Date(20_541)),
                ("2147483647", Date(i32::MAX)),
            ],
            &["\"2026-02-30\"", "2147483648", "\"yesterday\"", "null"],
        );
        check(
            &[("\"13:37:00.5\"", TimeMillis(49_020_500)), ("86400000", TimeMillis(86_400_000))],
            &["\"25:00\"", "1.5"],
        );
        check(&[("\"00:00:00.000001\"", TimeMicros(1)), ("-1", TimeMicros(-1))], &["\"noon\""]);
        check(
            &[
                ("\"1970-01-01T00:00:01.000001Z\"", TimestampMicros(1_000_001)),
                ("9223372036854775807", TimestampMicros(i64::MAX)),
            ],
            &["\"1970-01-01T00:00:01\""],
        );
        check(
            &[
                ("\"2262-04-11T23:47:16.854775807Z\"", TimestampNanos(i64::MAX)),
                ("\"1969-12-31T23:59:59.999999999Z\"", TimestampNanos(-1)),
            ],
            &["\"2300-01-01T00:00:00Z\""],
        );
        check(
            &[("\"1970-01-01T00:00:00.001\"", LocalTimestampMillis(1))],
            &["\"1970-01-01T00:00:00Z\"", "\"1970-01-01T00:00:00+01:00\""],
        );
        check(&[("\"1969-12-31T23:59:59.999999\"", LocalTimestampMicros(-1))], &["true"]);
        check(&[("\"1970-01-01T00:00:00.000000001\"", LocalTimestampNanos(1))], &["[]"]);
    }

    #[test]
    fn what_is_finer_is_cut_off() {
        assert_eq!("00:00:00.0019".parse::<TimeMillis>().unwrap(), TimeMillis(1));
        let moment: TimestampMicros = "1969-12-31T23:59:59.9999999Z".parse().unwrap();
        assert_eq!(moment, TimestampMicros(-1));
    }
}
