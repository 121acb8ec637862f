//! A span of the calendar, as Avro's `duration`.

use cloudflow_model::schema::LogicalType;
use serde::{Deserialize, Serialize};

use super::Fault;
use super::fixed::FixedValue;

/// Months, days and milliseconds: Avro's `duration`, on a fixed of 12 bytes.
///
/// The three are apart because a month has no number of days, and a day no number of milliseconds.
/// In JSON it is an object of the three; those that are left out are zero. The fixed has a name, so
/// a field of a record needs a type for it:
///
/// ```
/// use cloudflow_runtime::avro::{AvroRecord, CalendarDuration};
///
/// #[derive(AvroRecord, Debug, Clone, Copy, PartialEq)]
/// #[avro(fixed = 12)]
/// pub struct Term(pub CalendarDuration);
///
/// let term: Term = serde_json::from_str(r#"{ "months": 3 }"#)?;
/// assert_eq!(term.0, CalendarDuration { months: 3, days: 0, milliseconds: 0 });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CalendarDuration {
    /// Whole months.
    pub months: u32,
    /// Days besides the months.
    pub days: u32,
    /// Milliseconds besides the days.
    pub milliseconds: u32,
}

#[diagnostic::do_not_recommend]
impl FixedValue for CalendarDuration {
    const LOGICAL: LogicalType = LogicalType::Duration;

    fn write_fixed(&self, _size: usize, buffer: &mut Vec<u8>) {
        for number in [self.months, self.days, self.milliseconds] {
            buffer.extend_from_slice(&number.to_le_bytes());
        }
    }

    fn read_fixed(bytes: &[u8]) -> Result<Self, Fault> {
        let mut numbers = bytes.as_chunks().0.iter().map(|chunk| u32::from_le_bytes(*chunk));
        let mut next = || numbers.next().unwrap_or_default();
        Ok(Self { months: next(), days: next(), milliseconds: next() })
    }
}
