//! A moment in time, as Avro's `timestamp-millis`.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use thiserror::Error;

/// A moment in time, in milliseconds since 1970-01-01T00:00:00Z.
///
/// In JSON it is a string like `2026-03-29T01:00:00.5Z` (RFC 3339); a number of milliseconds is
/// read as well, and written for moments outside of the years -9999 to 9999.
///
/// ```
/// use cloudflow_runtime::avro::Timestamp;
///
/// let timestamp = Timestamp::from_millisecond(1_500);
/// assert_eq!(timestamp.to_string(), "1970-01-01T00:00:01.5Z");
/// assert_eq!("1970-01-01T01:00:01.5+01:00".parse::<Timestamp>()?, timestamp);
/// # Ok::<(), cloudflow_runtime::avro::ParseTimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Returns the moment this many milliseconds after the epoch, or before it if negative.
    pub const fn from_millisecond(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Returns the milliseconds since the epoch.
    pub const fn as_millisecond(self) -> i64 {
        self.0
    }

    /// Returns the current moment of the system's clock.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Returns the moment in the range that has a name in the calendar.
    fn calendar(self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_millisecond(self.0).ok()
    }
}

impl From<SystemTime> for Timestamp {
    /// Rounds down to milliseconds, and to the nearest moment that 64 bits can hold.
    fn from(time: SystemTime) -> Self {
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                let nanoseconds = before.duration().as_nanos();
                i64::try_from(nanoseconds.div_ceil(1_000_000)).map_or(i64::MIN, |count| -count)
            }
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.calendar() {
            Some(moment) => moment.fmt(formatter),
            None => self.0.fmt(formatter),
        }
    }
}

/// A text that is no moment in time.
#[derive(Clone, Debug, Error)]
#[error(
    "`{text}` is no moment in time\nhelp: write it as in RFC 3339, such as `2026-03-29T01:00:00Z`"
)]
pub struct ParseTimestampError {
    text: String,
    source: jiff::Error,
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Parses a moment as in RFC 3339; what is finer than a millisecond is cut off.
    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        match text.parse::<jiff::Timestamp>() {
            Ok(moment) => {
                let whole = moment.as_nanosecond().div_euclid(1_000_000);
                Ok(Self(i64::try_from(whole).unwrap_or(i64::MAX)))
            }
            Err(source) => {
                Err(ParseTimestampError { text: text.chars().take(64).collect(), source })
            }
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.calendar() {
            Some(moment) => serializer.collect_str(&moment),
            None => serializer.serialize_i64(self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TimestampVisitor)
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a moment as in RFC 3339 or a number of milliseconds since 1970")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, milliseconds: i64) -> Result<Timestamp, E> {
        Ok(Timestamp(milliseconds))
    }

    fn visit_u64<E: de::Error>(self, milliseconds: u64) -> Result<Timestamp, E> {
        i64::try_from(milliseconds)
            .map(Timestamp)
            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(milliseconds), &self))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn json() {
        for (text, milliseconds) in [
            ("\"1970-01-01T00:00:00Z\"", 0),
            ("\"2026-03-29T03:00:00.123+02:00\"", 1_774_746_000_123),
            ("\"1969-12-31T23:59:59.9999Z\"", -1),
            ("-5", -5),
            ("9223372036854775807", i64::MAX),
        ] {
            let timestamp: Timestamp = serde_json::from_str(text).unwrap();
            assert_eq!(timestamp.as_millisecond(), milliseconds, "{text}");
            let written = serde_json::to_string(&timestamp).unwrap();
            assert_eq!(serde_json::from_str::<Timestamp>(&written).unwrap(), timestamp);
        }
        for bad in ["\"now\"", "1.5", "null", "9223372036854775808", "\"2026-03-29\""] {
            assert!(serde_json::from_str::<Timestamp>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn system_times_are_rounded_down() {
        let half = Duration::from_micros(1_500);
        assert_eq!(Timestamp::from(UNIX_EPOCH + half), Timestamp(1));
        assert_eq!(Timestamp::from(UNIX_EPOCH - half), Timestamp(-2));
    }
}
