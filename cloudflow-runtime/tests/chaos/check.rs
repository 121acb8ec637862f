//! Compares what stands in the topics: nothing missing, nothing twice, everything in order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use libtest_mimic::Trial;

use crate::test;
use crate::topic::{Identity, Seen};

/// A step of the application: what it reads, what it writes, and which records it makes of one.
pub(crate) struct Step<'a> {
    pub(crate) name: &'a str,
    pub(crate) inlets: &'a [&'a [Seen]],
    pub(crate) outlet: &'a [Seen],
    pub(crate) makes: fn(Seen) -> Vec<Identity>,
}

/// What a step did to its records.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// What was read and never written.
    pub(crate) missing: BTreeSet<Identity>,
    /// What was written again.
    pub(crate) repeated: usize,
    /// What was written and never read.
    pub(crate) invented: BTreeSet<Identity>,
    /// What stands behind a record that was read after it.
    pub(crate) disordered: BTreeSet<Identity>,
}

impl Step<'_> {
    /// Compares the outlet with the inlets. The records of one partition of an inlet keep their order
    /// in each partition of the outlet, also when keys move because a topic is grown.
    pub(crate) fn judge(&self) -> Verdict {
        let mut sources = HashMap::new();
        for (inlet, records) in self.inlets.iter().enumerate() {
            for record in *records {
                for (place, identity) in (self.makes)(*record).into_iter().enumerate() {
                    let read = ((inlet, record.partition), (record.offset, place));
                    // A record that was repeated before is judged there; here its first place counts.
                    sources.entry(identity).or_insert(read);
                }
            }
        }
        let mut verdict = Verdict::default();
        let mut written = BTreeSet::new();
        let mut last = BTreeMap::new();
        for record in self.outlet {
            let Some((from, place)) = sources.get(&record.identity).copied() else {
                verdict.invented.insert(record.identity);
                continue;
            };
            if !written.insert(record.identity) {
                verdict.repeated += 1;
            }
            let before = last.insert((from, record.partition), place);
            if before.is_some_and(|before| before > place) {
                verdict.disordered.insert(record.identity);
            }
        }
        verdict.missing =
            sources.into_keys().filter(|identity| !written.contains(identity)).collect();
        verdict
    }
}

/// Returns the records that stand in their partition behind a later one of the same key.
pub(crate) fn keys_in_disorder(records: &[Seen]) -> BTreeSet<Identity> {
    let mut last: HashMap<i64, Identity> = HashMap::new();
    let mut disordered = BTreeSet::new();
    for record in records {
        let before = last.insert(record.key, record.identity);
        if before.is_some_and(|before| before > record.identity) {
            disordered.insert(record.identity);
        }
    }
    disordered
}

/// Shows a few of many.
pub(crate) fn few<T: std::fmt::Debug>(all: impl IntoIterator<Item = T>) -> String {
    let all: Vec<T> = all.into_iter().collect();
    let more = if all.len() > 5 { ", …" } else { "" };
    let shown: Vec<String> = all.iter().take(5).map(|one| format!("{one:?}")).collect();
    format!("{} ({}{more})", all.len(), shown.join(", "))
}

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        test("check::what_is_missing_is_found", what_is_missing_is_found),
        test("check::what_comes_twice_is_found", what_comes_twice_is_found),
        test("check::what_is_overtaken_is_found", what_is_overtaken_is_found),
        test("check::what_moves_to_another_partition_is_in_order", what_moves_is_in_order),
    ]
}

/// Partition and number, in the order of offsets.
fn topic(records: &[(i32, i64)]) -> Vec<Seen> {
    let mut offsets: BTreeMap<i32, i64> = BTreeMap::new();
    let mut seen = |&(partition, number): &(i32, i64)| {
        let offset = offsets.entry(partition).or_default();
        *offset += 1;
        Seen { partition, offset: *offset, identity: (number, 0), key: number % 2 }
    };
    let mut all: Vec<Seen> = records.iter().map(&mut seen).collect();
    all.sort_unstable();
    all
}

fn judge(read: &[(i32, i64)], written: &[(i32, i64)]) -> Verdict {
    let (inlet, outlet) = (topic(read), topic(written));
    let makes = |seen: Seen| vec![seen.identity];
    Step { name: "test", inlets: &[&inlet], outlet: &outlet, makes }.judge()
}

fn what_is_missing_is_found() {
    let verdict = judge(&[(0, 1), (0, 2), (1, 3)], &[(0, 1), (0, 3), (0, 4)]);
    assert_eq!(verdict.missing, BTreeSet::from([(2, 0)]));
    assert_eq!(verdict.invented, BTreeSet::from([(4, 0)]));
    assert_eq!(judge(&[(0, 1), (1, 2)], &[(0, 2), (1, 1)]), Verdict::default());
}

fn what_comes_twice_is_found() {
    let verdict = judge(&[(0, 1), (0, 2)], &[(0, 1), (1, 1), (0, 2), (0, 2)]);
    assert_eq!((verdict.repeated, verdict.missing.len()), (2, 0));
}

fn what_is_overtaken_is_found() {
    let verdict = judge(&[(0, 1), (0, 2), (1, 3)], &[(0, 2), (0, 3), (0, 1)]);
    assert_eq!(verdict.disordered, BTreeSet::from([(1, 0)]));
    assert_eq!(keys_in_disorder(&topic(&[(0, 3), (0, 2), (0, 1)])), BTreeSet::from([(1, 0)]));
}

fn what_moves_is_in_order() {
    let verdict = judge(&[(0, 1), (0, 2), (0, 3)], &[(3, 1), (3, 2), (0, 3)]);
    assert_eq!(verdict, Verdict::default());
}
