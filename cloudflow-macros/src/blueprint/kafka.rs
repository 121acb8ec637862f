//! The topic configuration that Kafka knows, for topics of a blueprint.

/// The keys of Kafka 4 (documentation, "Topic-Level Configs"). A key in quotes is not looked up
/// here: brokers of other makers have more.
pub(crate) const KEYS: &[&str] = &[
    "cleanup.policy",
    "compression.gzip.level",
    "compression.lz4.level",
    "compression.type",
    "compression.zstd.level",
    "delete.retention.ms",
    "file.delete.delay.ms",
    "flush.messages",
    "flush.ms",
    "follower.replication.throttled.replicas",
    "index.interval.bytes",
    "leader.replication.throttled.replicas",
    "local.retention.bytes",
    "local.retention.ms",
    "max.compaction.lag.ms",
    "max.message.bytes",
    "message.timestamp.after.max.ms",
    "message.timestamp.before.max.ms",
    "message.timestamp.type",
    "min.cleanable.dirty.ratio",
    "min.compaction.lag.ms",
    "min.insync.replicas",
    "preallocate",
    "remote.log.copy.disable",
    "remote.log.delete.on.disable",
    "remote.storage.enable",
    "retention.bytes",
    "retention.ms",
    "segment.bytes",
    "segment.index.bytes",
    "segment.jitter.ms",
    "segment.ms",
    "unclean.leader.election.enable",
];

/// Returns whether the values of `key` are whole numbers.
pub(crate) fn is_integer(key: &str) -> bool {
    key == "min.insync.replicas"
        || [".bytes", ".level", ".messages", ".ms"].iter().any(|end| key.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_sorted_so_that_a_new_one_has_its_place() {
        assert!(KEYS.is_sorted());
        assert!(KEYS.iter().all(|key| *key == "preallocate" || key.contains('.')));
    }
}
