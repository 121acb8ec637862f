//! Comparing a released topology with the one that is built: what makes the keys of records.

use super::Verdict;
use super::compare::Comparison;
use super::release::{Key, Outlet};
use super::text::quoted;

/// Compares what makes the key of an outlet's records. A lock of the first form does not say what
/// that was, so any key may follow it.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    outlet: &str,
    before: &Outlet,
    after: &Outlet,
) {
    let (subject, at) = (format!("outlet {outlet}"), comparison.at(before.line));
    match (&before.key, &after.key) {
        (Key::Made(old), Key::Made(new)) if old != new => {
            let message = format!(
                "outlet `{outlet}` makes its keys with `{new}` and made them with `{old}`: records \
                 that shared a partition are in others now, so their order is lost"
            );
            let help = format!(
                "write `#[outlet(key = {})]` again; or write `key = {}` at {at} if it makes the same \
                 keys, or if no reader needs the order",
                closure(old),
                quoted(new)
            );
            comparison.add(Verdict::Breaks, subject, message, help);
        }
        (Key::Made(_) | Key::Unknown, Key::Absent) => {
            let message = format!(
                "outlet `{outlet}` has no key and had one: records that shared a partition are spread \
                 over all of them, and their order is lost"
            );
            let help = format!(
                "give the outlet its `key` back; or remove the key at {at} if no reader needs the \
                 order"
            );
            comparison.add(Verdict::Breaks, subject, message, help);
        }
        (Key::Absent, Key::Made(_) | Key::Unknown) => {
            let message = format!(
                "outlet `{outlet}` has a key and had none: records of one key share a partition from \
                 now on, and those written before do not"
            );
            let help = format!(
                "wait until every reader of `{}` has read everything, then deploy; or remove its \
                 `key`",
                before.topic
            );
            comparison.add(Verdict::Migration, subject, message, help);
        }
        _ => {}
    }
}

/// Returns a key as `#[outlet]` takes it.
fn closure(key: &str) -> String {
    if key.starts_with('|') { key.to_owned() } else { format!("|record| {key}") }
}
