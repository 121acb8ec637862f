//! Settings of the runtime: one value each for the whole application.

use cloudflow_model::shutdown::{DRAIN_TIMEOUT, SHUTDOWN_DELAY};
use cloudflow_model::{Message, ParameterKind, value};

/// A setting of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Setting {
    DrainTimeout,
    ShutdownDelay,
    CommitInterval,
    RevokeTimeout,
    RequestTimeout,
    HangTimeout,
    CallTimeout,
    Log,
    LogFormat,
    InletRecords,
    InletBytes,
    OutletRecords,
    OutletBytes,
    TopicRecords,
    TopicBytes,
}

/// What a setting is called, and what it can be.
pub(super) struct Row {
    pub(super) setting: Setting,
    /// Its name, with a dot between the table and the key where it stands in a table.
    pub(super) name: &'static str,
    pub(super) default: Option<&'static str>,
    pub(super) kind: ParameterKind<'static>,
    /// The least and the greatest value of a duration or a size: few are of use as zero, and beyond the
    /// greatest a sum of two could overflow.
    range: Option<[&'static str; 2]>,
}

const TIMES: Option<[&str; 2]> = Some(["1 ms", "1000 days"]);
const SIZES: Option<[&str; 2]> = Some(["1 KiB", "1 TiB"]);
const RECORDS: ParameterKind<'_> = ParameterKind::Integer { min: 1, max: 10_000_000 };
const WORDS: ParameterKind<'_> = ParameterKind::String { pattern: None };
const FORMAT: ParameterKind<'_> = ParameterKind::String { pattern: Some("text|json") };

/// Every setting, in the order of the enum.
#[rustfmt::skip]
pub(super) const SETTINGS: &[Row] = &[
    row(Setting::DrainTimeout, "drain_timeout", Some(DRAIN_TIMEOUT), ParameterKind::Duration, TIMES),
    // A pod that serves no port has nothing to wait for.
    row(Setting::ShutdownDelay, "shutdown_delay", Some(SHUTDOWN_DELAY), ParameterKind::Duration, Some(["0 s", "1000 days"])),
    row(Setting::CommitInterval, "commit_interval", Some("1 s"), ParameterKind::Duration, TIMES),
    row(Setting::RevokeTimeout, "revoke_timeout", Some("10 s"), ParameterKind::Duration, TIMES),
    row(Setting::RequestTimeout, "request_timeout", Some("10 s"), ParameterKind::Duration, TIMES),
    row(Setting::HangTimeout, "hang_timeout", Some("60 s"), ParameterKind::Duration, TIMES),
    row(Setting::CallTimeout, "call_timeout", Some("5 min"), ParameterKind::Duration, TIMES),
    row(Setting::Log, "log", Some("info"), WORDS, None),
    // By default a terminal gets text, and the log of a pod is JSON.
    row(Setting::LogFormat, "log_format", None, FORMAT, None),
    row(Setting::InletRecords, "inlets.records", Some("20000"), RECORDS, None),
    row(Setting::InletBytes, "inlets.bytes", Some("16 MiB"), ParameterKind::MemorySize, SIZES),
    row(Setting::OutletRecords, "outlets.records", Some("50000"), RECORDS, None),
    row(Setting::OutletBytes, "outlets.bytes", Some("32 MiB"), ParameterKind::MemorySize, SIZES),
    row(Setting::TopicRecords, "sandbox.topic_records", Some("65536"), RECORDS, None),
    row(Setting::TopicBytes, "sandbox.topic_bytes", Some("64 MiB"), ParameterKind::MemorySize, SIZES),
];

const fn row(
    setting: Setting,
    name: &'static str,
    default: Option<&'static str>,
    kind: ParameterKind<'static>,
    range: Option<[&'static str; 2]>,
) -> Row {
    Row { setting, name, default, kind, range }
}

const FIRST: &Row = match SETTINGS {
    [first, ..] => first,
    [] => panic!("there are settings"),
};

impl Setting {
    /// Returns the setting with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        SETTINGS.iter().find(|row| row.name == name).map(|row| row.setting)
    }

    pub(super) fn row(self) -> &'static Row {
        // The table has every setting, as a test makes sure.
        SETTINGS.iter().find(|row| row.setting == self).unwrap_or(FIRST)
    }
}

impl Row {
    /// Returns how a value of the right kind is out of range, to be written behind its subject.
    pub(super) fn fault(&self, text: &str) -> Option<Message> {
        let [least, greatest] = self.range?;
        let size = |text| amount(self.kind, text);
        let (is_low, is_high) = (size(text) < size(least), size(text) > size(greatest));
        let [low, high] = match self.kind {
            ParameterKind::Duration => [" is too short", " is too long"],
            _ => [" is too small", " is too large"],
        };
        let (words, bound, help) = match (is_low, is_high) {
            (true, _) => (low, least, "write at least `\""),
            (_, true) => (high, greatest, "write at most `\""),
            _ => return None,
        };
        Some(Message::new(words).help().text(help).text(bound).text("\"`"))
    }
}

/// Returns a duration in nanoseconds, or a size in bytes.
fn amount(kind: ParameterKind<'_>, text: &str) -> Option<u128> {
    match kind {
        ParameterKind::Duration => value::parse_duration(text).map(|time| time.as_nanos()),
        _ => value::parse_memory_size(text).map(u128::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_row_with_a_default_that_it_takes() {
        for (at, row) in SETTINGS.iter().enumerate() {
            assert_eq!(row.setting as usize, at, "{}", row.name);
            assert_eq!(row.setting.row().name, row.name);
            assert_eq!(Setting::named(row.name), Some(row.setting));
            if let Some(default) = row.default {
                assert!(row.kind.accepts(default) && row.fault(default).is_none(), "{}", row.name);
            }
        }
    }
}
