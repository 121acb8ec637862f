//! Settings of a topic that only make sense together.

use crate::text::equal;
use crate::value::parse_integer;
use crate::{Message, Setting, Topic};

/// Returns what to say about `setting` beside the others of its topic, if they do not go together.
pub(crate) const fn conflict(entry: &Topic<'_>, setting: &Setting<'_>) -> Option<Message> {
    match (setting.key.as_bytes(), parse_integer(setting.value)) {
        (b"min.insync.replicas", Some(least)) => in_sync(entry, least),
        (b"max.compaction.lag.ms", Some(most)) => lag(entry, most),
        (b"local.retention.ms", Some(local)) => {
            retention(entry, setting.key, "retention.ms", local)
        }
        (b"local.retention.bytes", Some(local)) => {
            retention(entry, setting.key, "retention.bytes", local)
        }
        (b"cleanup.policy", _) => cleanup(entry, setting.value),
        _ => None,
    }
}

const fn in_sync(entry: &Topic<'_>, least: i64) -> Option<Message> {
    match entry.replicas {
        Some(replicas) if least > replicas as i64 => Some(
            Message::new("`min.insync.replicas` is ")
                .signed(least)
                .text(", but the topic has only `replicas = ")
                .number(replicas as u64)
                .text("`: no record could be written")
                .help()
                .text("set it to at most ")
                .number(replicas as u64),
        ),
        _ => None,
    }
}

const fn lag(entry: &Topic<'_>, most: i64) -> Option<Message> {
    match number(entry, "min.compaction.lag.ms") {
        Some(least) if least > most => Some(
            Message::new("`max.compaction.lag.ms` is ")
                .signed(most)
                .text(", less than `min.compaction.lag.ms`, which is ")
                .signed(least)
                .help()
                .text("set it to at least ")
                .signed(least),
        ),
        _ => None,
    }
}

const fn retention(entry: &Topic<'_>, key: &str, whole: &str, local: i64) -> Option<Message> {
    match number(entry, whole) {
        Some(all) if is_remote(entry) && all >= 0 && local > all => Some(
            Message::new("")
                .quoted(key)
                .text(" is ")
                .signed(local)
                .text(", more than ")
                .quoted(whole)
                .text(", which is ")
                .signed(all)
                .help()
                .text("set it to at most ")
                .signed(all),
        ),
        _ => None,
    }
}

const fn cleanup(entry: &Topic<'_>, policy: &str) -> Option<Message> {
    if !is_remote(entry) || matches!(policy.as_bytes(), b"" | b"delete") {
        return None;
    }
    let message = Message::new("`cleanup.policy` is ").quoted(policy);
    let message = message.text(", but `remote.storage.enable` allows no compaction");
    Some(message.help().text("set it to `\"delete\"`"))
}

/// Returns whether older segments of the topic are kept elsewhere.
const fn is_remote(entry: &Topic<'_>) -> bool {
    matches!(value(entry, "remote.storage.enable"), Some(value) if equal(value, "true"))
}

const fn value<'a>(entry: &Topic<'a>, key: &str) -> Option<&'a str> {
    let mut at = 0;
    while at < entry.settings.len() {
        if equal(entry.settings[at].key, key) {
            return Some(entry.settings[at].value);
        }
        at += 1;
    }
    None
}

const fn number(entry: &Topic<'_>, key: &str) -> Option<i64> {
    match value(entry, key) {
        Some(value) => parse_integer(value),
        None => None,
    }
}
