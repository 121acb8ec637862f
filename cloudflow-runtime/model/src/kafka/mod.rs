//! The settings that Kafka knows for topics, with the values that it accepts, and the properties of its
//! client that no user sets.

mod conflict;
mod kind;
mod owned;

pub(crate) use conflict::conflict;
pub use kind::TopicSettingKind;
use kind::TopicSettingKind::{AnyOf, Boolean, GzipLevel, Integer, OneOf, Ratio, Replicas};
pub use owned::{ClientKind, OWNED_PROPERTIES, OwnedProperty, owned_property};

/// A setting of topics, under Kafka's own key.
#[derive(Clone, Copy, Debug)]
pub struct TopicSetting {
    /// Its key, such as `retention.ms`.
    pub key: &'static str,
    /// What values it takes.
    pub kind: TopicSettingKind,
}

const INT: i64 = i32::MAX as i64;
const LONG: i64 = i64::MAX;

/// Every setting of topics in Kafka 4.3, sorted by key, as `LogConfig` of the broker defines it.
#[rustfmt::skip]
pub const TOPIC_SETTINGS: &[TopicSetting] = &[
    setting("cleanup.policy", AnyOf(&["compact", "delete"])),
    setting("compression.gzip.level", GzipLevel),
    setting("compression.lz4.level", Integer { min: 1, max: 17 }),
    setting("compression.type", OneOf(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"])),
    setting("compression.zstd.level", Integer { min: -131_072, max: 22 }),
    setting("delete.retention.ms", Integer { min: 0, max: LONG }),
    setting("file.delete.delay.ms", Integer { min: 0, max: LONG }),
    setting("flush.messages", Integer { min: 1, max: LONG }),
    setting("flush.ms", Integer { min: 0, max: LONG }),
    setting("follower.replication.throttled.replicas", Replicas),
    setting("index.interval.bytes", Integer { min: 0, max: INT }),
    setting("leader.replication.throttled.replicas", Replicas),
    setting("local.retention.bytes", Integer { min: -2, max: LONG }),
    setting("local.retention.ms", Integer { min: -2, max: LONG }),
    setting("max.compaction.lag.ms", Integer { min: 1, max: LONG }),
    setting("max.message.bytes", Integer { min: 0, max: INT }),
    setting("message.timestamp.after.max.ms", Integer { min: 0, max: LONG }),
    setting("message.timestamp.before.max.ms", Integer { min: 0, max: LONG }),
    setting("message.timestamp.type", OneOf(&["CreateTime", "LogAppendTime"])),
    setting("min.cleanable.dirty.ratio", Ratio),
    setting("min.compaction.lag.ms", Integer { min: 0, max: LONG }),
    setting("min.insync.replicas", Integer { min: 1, max: INT }),
    setting("preallocate", Boolean),
    setting("remote.log.copy.disable", Boolean),
    setting("remote.log.delete.on.disable", Boolean),
    setting("remote.storage.enable", Boolean),
    setting("retention.bytes", Integer { min: i64::MIN, max: LONG }),
    setting("retention.ms", Integer { min: -1, max: LONG }),
    setting("segment.bytes", Integer { min: 1_048_576, max: INT }),
    setting("segment.index.bytes", Integer { min: 4, max: INT }),
    setting("segment.jitter.ms", Integer { min: 0, max: LONG }),
    setting("segment.ms", Integer { min: 1, max: LONG }),
    setting("unclean.leader.election.enable", Boolean),
];

const fn setting(key: &'static str, kind: TopicSettingKind) -> TopicSetting {
    TopicSetting { key, kind }
}

/// Returns the setting with this key.
pub const fn topic_setting(key: &str) -> Option<&'static TopicSetting> {
    let mut at = 0;
    while at < TOPIC_SETTINGS.len() {
        if crate::text::equal(TOPIC_SETTINGS[at].key, key) {
            return Some(&TOPIC_SETTINGS[at]);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_a_new_key_has_its_place() {
        assert!(TOPIC_SETTINGS.is_sorted_by_key(|setting| setting.key));
    }

    /// As a broker of Kafka 4.3.1 judges them, which also takes other spellings, such as `01`.
    #[test]
    fn values_at_the_boundaries() {
        for (key, good, bad) in [
            (
                "cleanup.policy",
                &["compact", "delete, compact", ""][..],
                &["none", "COMPACT", "compact,"][..],
            ),
            ("compression.gzip.level", &["-1", "1", "9"], &["0", "10", "-2", "high"]),
            ("compression.lz4.level", &["1", "17"], &["0", "18"]),
            ("compression.type", &["producer", "lz4"], &["none", "GZIP", ""]),
            ("compression.zstd.level", &["-131072", "0", "22"], &["-131073", "23"]),
            (
                "follower.replication.throttled.replicas",
                &["*", "1:2", "1:2,3:4", ""],
                &["x", "1", "1:", "1:2,", ":2"],
            ),
            ("local.retention.ms", &["-2", "0"], &["-3"]),
            ("max.message.bytes", &["0", "2147483647"], &["-1", "2147483648", "1 MiB"]),
            ("message.timestamp.type", &["LogAppendTime"], &["createtime"]),
            (
                "min.cleanable.dirty.ratio",
                &["0", "1", "0.5", ".5", "1.0", "0.0"],
                &["1.1", "-0.5", "2", "11", "01", "1.01", "x"],
            ),
            ("min.insync.replicas", &["1"], &["0"]),
            ("preallocate", &["true", "false"], &["yes", "1"]),
            ("retention.bytes", &["-1", "0"], &["a lot"]),
            ("retention.ms", &["-1", "9223372036854775807"], &["-2", "9223372036854775808"]),
            ("segment.bytes", &["1048576"], &["1048575"]),
        ] {
            let kind = topic_setting(key).expect(key).kind;
            for value in good {
                assert!(kind.accepts(value), "{key} {value}");
            }
            for value in bad {
                assert!(!kind.accepts(value), "{key} {value}");
            }
        }
        assert!(topic_setting("retention").is_none());
    }
}
