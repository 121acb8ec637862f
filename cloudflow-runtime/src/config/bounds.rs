//! How much may be held, and how long may be waited.

use std::time::Duration;

use cloudflow_model::value;

use super::settings::Setting;
use crate::transport::Amount;

/// How much an application may hold, and how long it waits before it gives up or says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// What an inlet has fetched and its streamlet has not settled: `inlets.records` and
    /// `inlets.bytes`, by default 20,000 and 16 MiB.
    pub(crate) inlet: Amount,
    /// What an outlet has sent and the log has not acknowledged: `outlets.records` and
    /// `outlets.bytes`, by default 50,000 and 32 MiB.
    pub(crate) outlet: Amount,
    /// What a topic of the embedded log holds that some group has not committed:
    /// `sandbox.topic_records` and `sandbox.topic_bytes`, by default 65,536 and 64 MiB.
    pub(crate) topic: Amount,
    /// How long a partition that moves to another member of the group waits for its records in flight:
    /// `revoke_timeout`, by default 10 s.
    pub(crate) revoke_timeout: Duration,
    /// How long a question to Kafka, such as for the partitions of a topic, may take:
    /// `request_timeout`, by default 10 s.
    pub(crate) request_timeout: Duration,
    /// How long the task of a streamlet may stay away from a poll before it counts as hung:
    /// `hang_timeout`, by default 60 s.
    pub(crate) hang_timeout: Duration,
    /// How long one call of a value function may last before it counts as hung: `call_timeout`, by
    /// default 5 min.
    pub(crate) call_timeout: Duration,
}

impl Bounds {
    /// Reads the bounds, each of which has been checked.
    pub(super) fn read<'a>(text: impl Fn(Setting) -> Option<&'a str>) -> Self {
        // What is not there, or not checked, has its default.
        let number = |setting: Setting, parse: fn(&str) -> Option<u64>| {
            let found = text(setting).and_then(parse);
            let number = found.or_else(|| setting.row().default.and_then(parse));
            number.and_then(|number| usize::try_from(number).ok()).unwrap_or(usize::MAX)
        };
        let bound = |records, bytes| Amount {
            records: number(records, |text| value::parse_integer(text)?.try_into().ok()),
            bytes: number(bytes, value::parse_memory_size),
        };
        let time = |setting: Setting| {
            let found = text(setting).and_then(value::parse_duration);
            found
                .or_else(|| setting.row().default.and_then(value::parse_duration))
                .unwrap_or_default()
        };
        Self {
            inlet: bound(Setting::InletRecords, Setting::InletBytes),
            outlet: bound(Setting::OutletRecords, Setting::OutletBytes),
            topic: bound(Setting::TopicRecords, Setting::TopicBytes),
            revoke_timeout: time(Setting::RevokeTimeout),
            request_timeout: time(Setting::RequestTimeout),
            hang_timeout: time(Setting::HangTimeout),
            call_timeout: time(Setting::CallTimeout),
        }
    }
}

/// What holds where no source says anything.
impl Default for Bounds {
    fn default() -> Self {
        Self::read(|_| None)
    }
}
