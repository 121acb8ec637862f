//! The records of one batch, and how many parties each still waits for.

use std::fmt;
use std::sync::Arc;

use super::bound::Amount;
use super::sync::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// An assignment of a partition to an instance. A partition that goes and comes back is another claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// Which inlet of the instance reads it.
    pub inlet: usize,
    /// The partition of the inlet's topic.
    pub partition: i32,
    /// Tells the assignments of a partition apart; rises.
    pub generation: u64,
}

/// Who wants to know what becomes of the records of a batch.
pub trait Watch: Send + Sync + fmt::Debug {
    /// All records are settled, or the batch was let go of.
    fn settled(&self, claim: Claim, amount: Amount);

    /// A record was dropped by somebody who owed its settling.
    fn dropped(&self, claim: Claim, offset: i64);

    /// A record was rejected: it is settled without having been processed.
    fn rejected(&self, claim: Claim, offset: i64, reason: &str);
}

/// Records that were handed out together.
///
/// A record counts the parties that it waits for: the one that owes its settling, and everything made
/// of it that is not acknowledged. It is settled when none is left. Clones share the counts.
#[derive(Clone)]
pub struct Batch(Arc<Inner>);

struct Inner {
    claim: Claim,
    offsets: Offsets,
    /// The position when all is settled, past gaps and markers behind the last record.
    next: i64,
    amount: Amount,
    parties: Box<[AtomicU32]>,
    /// See [`State`]: one word, so that whoever changes a part of it sees all of it.
    state: AtomicU64,
    is_released: AtomicBool,
    watch: Arc<dyn Watch>,
}

enum Offsets {
    /// Without gaps, as in most topics: only the first is kept.
    From(i64),
    Each(Box<[i64]>),
}

/// Marks a record of which something was lost: it is never settled.
const LOST: u32 = 1 << 31;

/// How far a batch is: in the upper half of a word how many records are not settled, in the lower half
/// how many the streamlet was given, from the first on, and whether it gets no more.
#[derive(Clone, Copy)]
struct State(u64);

/// Marks a batch of which no more records are given to the streamlet.
const CLOSED: u64 = 1 << 31;
const GIVEN: u64 = CLOSED - 1;
const ONE_OPEN: u64 = 1 << 32;

impl State {
    fn new(records: usize) -> Self {
        Self(records as u64 * ONE_OPEN)
    }

    fn is_closed(self) -> bool {
        self.0 & CLOSED != 0
    }

    fn given(self) -> usize {
        // 31 bits fit into any `usize` that this runs on.
        usize::try_from(self.0 & GIVEN).unwrap_or(usize::MAX)
    }

    fn with_given(self, given: usize) -> u64 {
        (self.0 & !GIVEN) | (given as u64 & GIVEN)
    }

    /// How many records are not settled, as far as they were given or still can be.
    fn unsettled(self, records: usize) -> usize {
        let open = usize::try_from(self.0 / ONE_OPEN).unwrap_or(usize::MAX);
        if self.is_closed() { open.saturating_sub(records - self.given()) } else { open }
    }
}

impl Batch {
    /// Starts records with these rising offsets; each waits for the one that owes its settling.
    pub fn start(
        claim: Claim,
        offsets: impl ExactSizeIterator<Item = i64> + DoubleEndedIterator + Clone,
        next: i64,
        bytes: usize,
        watch: Arc<dyn Watch>,
    ) -> Self {
        let records = offsets.len();
        let offsets = Offsets::collect(offsets);
        Self(Arc::new(Inner {
            claim,
            offsets,
            next,
            amount: Amount { records, bytes },
            parties: (0..records).map(|_| AtomicU32::new(1)).collect(),
            state: AtomicU64::new(State::new(records).0),
            is_released: AtomicBool::new(false),
            watch,
        }))
    }

    /// Returns the claim.
    pub fn claim(&self) -> Claim {
        self.0.claim
    }

    /// Returns how much it holds.
    pub fn amount(&self) -> Amount {
        self.0.amount
    }

    /// Returns the offset of a record; that after the last one behind the end.
    pub fn offset(&self, at: usize) -> i64 {
        if at >= self.0.amount.records {
            return self.0.next;
        }
        match &self.0.offsets {
            Offsets::From(first) => first + i64::try_from(at).unwrap_or(i64::MAX),
            Offsets::Each(offsets) => offsets.get(at).copied().unwrap_or(self.0.next),
        }
    }

    /// Gives the streamlet at most so many of the records from `at` on. Returns how many; none when the
    /// batch was closed.
    ///
    /// A streamlet that takes few at a time keeps few back when the partition moves.
    pub fn give(&self, at: usize, most: usize) -> usize {
        let end = at.saturating_add(most).min(self.0.amount.records);
        let given = self.0.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, |state| {
            let state = State(state);
            (!state.is_closed()).then(|| state.with_given(state.given().max(end)))
        });
        if given.is_ok() { end.saturating_sub(at) } else { 0 }
    }

    /// Takes back the records from `at` on, which the streamlet was given and has not looked at.
    pub fn take_back(&self, at: usize) {
        let back = |state| Some(State(state).with_given(State(state).given().min(at)));
        // The closure always returns something, so it cannot fail.
        let _ = self.0.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, back);
        self.release_if_settled();
    }

    /// Returns whether no more records are given.
    pub fn is_closed(&self) -> bool {
        self.state().is_closed()
    }

    /// Gives no more of the records: those that were not given stay in the log, unsettled.
    pub fn close(&self) {
        self.0.state.fetch_or(CLOSED, Ordering::AcqRel);
        self.release_if_settled();
    }

    /// Returns whether all records are settled, as far as they were given to the streamlet or still
    /// can be.
    pub fn is_settled(&self) -> bool {
        self.unsettled() == 0
    }

    /// Returns how many records are not settled, as far as they were given or still can be.
    pub fn unsettled(&self) -> usize {
        self.state().unsettled(self.0.amount.records)
    }

    /// Counts one more party: something that was made of the record.
    pub fn hold(&self, at: usize) {
        self.hold_many(at, 1);
    }

    pub(crate) fn hold_many(&self, at: usize, parties: u32) {
        if let Some(count) = self.0.parties.get(at) {
            count.fetch_add(parties, Ordering::Relaxed);
        }
    }

    /// Counts one party out: its record is settled, written, or was made for nothing.
    pub fn settle(&self, at: usize) {
        let settled = self.count_down(at);
        self.close_settled(usize::from(settled));
    }

    /// Counts one party of each of these records out.
    pub fn settle_all(&self, records: impl Iterator<Item = usize>) {
        let settled = records.filter(|at| self.count_down(*at)).count();
        self.close_settled(settled);
    }

    /// Marks a record as one that is never settled, since something made of it is lost.
    pub fn lose(&self, at: usize) {
        if let Some(count) = self.0.parties.get(at) {
            count.fetch_or(LOST, Ordering::AcqRel);
        }
    }

    /// Tells that the one who owed a record's settling has dropped it.
    pub fn drop_unsettled(&self, at: usize) {
        self.lose(at);
        if !self.0.is_released.load(Ordering::Acquire) {
            self.0.watch.dropped(self.0.claim, self.offset(at));
        }
    }

    /// Settles a record that cannot be processed, and says why.
    pub fn reject(&self, at: usize, reason: &str) {
        self.0.watch.rejected(self.0.claim, self.offset(at), reason);
        self.settle(at);
    }

    /// Moves a cursor over the records at it that are settled, and returns the position there.
    pub fn advance(&self, cursor: &mut usize) -> i64 {
        if self.state().0 < ONE_OPEN {
            *cursor = self.0.amount.records;
        }
        while let Some(count) = self.0.parties.get(*cursor)
            && count.load(Ordering::Acquire) == 0
        {
            *cursor += 1;
        }
        self.offset(*cursor)
    }

    /// Lets go of the batch: nobody waits for its records any more.
    pub fn release(&self) {
        if !self.0.is_released.swap(true, Ordering::AcqRel) {
            self.0.watch.settled(self.0.claim, self.0.amount);
        }
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Counts one party of a record out. Whoever does so calls [`Self::close_settled`] with how many
    /// records that settled.
    pub(crate) fn count_down(&self, at: usize) -> bool {
        self.0.parties.get(at).is_some_and(|count| count.fetch_sub(1, Ordering::AcqRel) == 1)
    }

    pub(crate) fn close_settled(&self, settled: usize) {
        if settled > 0 {
            self.0.state.fetch_sub(settled as u64 * ONE_OPEN, Ordering::AcqRel);
            self.release_if_settled();
        }
    }

    fn release_if_settled(&self) {
        if self.is_settled() {
            self.release();
        }
    }

    fn state(&self) -> State {
        State(self.0.state.load(Ordering::Acquire))
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Batch")
            .field("claim", &self.0.claim)
            .field("first", &self.offset(0))
            .field("records", &self.0.amount.records)
            .field("unsettled", &self.unsettled())
            .finish_non_exhaustive()
    }
}

impl Offsets {
    /// Offsets rise: the first and the last tell whether there are gaps.
    fn collect(offsets: impl ExactSizeIterator<Item = i64> + DoubleEndedIterator + Clone) -> Self {
        let mut ends = offsets.clone();
        let Some(first) = ends.next() else { return Self::From(0) };
        let last = ends.next_back().unwrap_or(first);
        if usize::try_from(last - first).is_ok_and(|distance| distance + 1 == offsets.len()) {
            Self::From(first)
        } else {
            Self::Each(offsets.collect())
        }
    }
}

#[cfg(test)]
#[cfg(not(cloudflow_loom))]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Debug, Default)]
    struct Seen(Mutex<Vec<String>>);

    impl Watch for Seen {
        fn settled(&self, _: Claim, amount: Amount) {
            self.0.lock().unwrap().push(format!("settled {}", amount.records));
        }

        fn dropped(&self, _: Claim, offset: i64) {
            self.0.lock().unwrap().push(format!("dropped {offset}"));
        }

        fn rejected(&self, _: Claim, offset: i64, reason: &str) {
            self.0.lock().unwrap().push(format!("rejected {offset}: {reason}"));
        }
    }

    fn batch(offsets: &[i64], next: i64) -> (Batch, Arc<Seen>) {
        let seen = Arc::new(Seen::default());
        let claim = Claim { inlet: 0, partition: 0, generation: 0 };
        let watch = Arc::clone(&seen) as Arc<dyn Watch>;
        (Batch::start(claim, offsets.iter().copied(), next, 0, watch), seen)
    }

    #[test]
    fn the_position_is_behind_the_leading_settled_records() {
        for offsets in [[4, 5, 6], [4, 6, 9]] {
            let (batch, seen) = batch(&offsets, 12);
            let mut cursor = 0;
            batch.settle(1);
            assert_eq!(batch.advance(&mut cursor), 4);
            batch.settle(0);
            assert_eq!(batch.advance(&mut cursor), offsets[2]);
            assert_eq!(batch.unsettled(), 1);
            batch.settle(2);
            assert_eq!(batch.advance(&mut cursor), 12, "past what stands behind the last record");
            assert_eq!(*seen.0.lock().unwrap(), ["settled 3"]);
        }
    }

    #[test]
    fn a_record_waits_for_all_that_was_made_of_it() {
        let (batch, seen) = batch(&[0], 1);
        batch.hold(0);
        batch.settle(0);
        assert!(!batch.is_settled());
        batch.settle(0);
        assert!(batch.is_settled());
        assert_eq!(*seen.0.lock().unwrap(), ["settled 1"]);
    }

    #[test]
    fn what_was_not_given_is_not_waited_for() {
        let (batch, seen) = batch(&[0, 1, 2, 3], 4);
        assert_eq!((batch.give(0, 1), batch.give(1, 1)), (1, 1));
        batch.settle(0);
        batch.close();
        assert_eq!((batch.give(2, 2), batch.unsettled()), (0, 1));
        batch.settle(1);
        assert!(batch.is_settled());
        assert_eq!(batch.advance(&mut 0), 2, "the rest is read again");
        assert_eq!(*seen.0.lock().unwrap(), ["settled 4"]);
    }

    #[test]
    fn what_is_lost_is_never_settled() {
        let (batch, seen) = batch(&[7, 8], 9);
        batch.lose(0);
        batch.settle_all([0, 1].into_iter());
        assert_eq!((batch.unsettled(), batch.advance(&mut 0)), (1, 7));
        batch.drop_unsettled(1);
        batch.release();
        batch.release();
        batch.drop_unsettled(1);
        assert_eq!(*seen.0.lock().unwrap(), ["dropped 8", "settled 2"], "once each");
    }
}

#[cfg(all(test, cloudflow_loom))]
mod interleavings {
    use loom::sync::atomic::AtomicUsize as Counter;
    use loom::thread;

    use super::*;

    #[derive(Debug)]
    struct Count(Counter);

    impl Watch for Count {
        fn settled(&self, _: Claim, _: Amount) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }

        fn dropped(&self, _: Claim, _: i64) {}

        fn rejected(&self, _: Claim, _: i64, _: &str) {}
    }

    fn batch(records: i64) -> (Batch, Arc<Count>) {
        let count = Arc::new(Count(Counter::new(0)));
        let claim = Claim { inlet: 0, partition: 0, generation: 0 };
        let watch = Arc::clone(&count) as Arc<dyn Watch>;
        let offsets: Vec<i64> = (0..records).collect();
        (Batch::start(claim, offsets.into_iter(), records, 0, watch), count)
    }

    /// A streamlet takes and settles a record while the partition goes: either it got the record and the
    /// wait for it ends, or it did not get it.
    #[test]
    fn a_batch_that_is_closed_is_told_of_once() {
        loom::model(|| {
            let (batch, told) = batch(2);
            let streamlet = {
                let batch = batch.clone();
                thread::spawn(move || {
                    let given = batch.give(0, 1);
                    if given == 1 {
                        batch.settle(0);
                    }
                    given
                })
            };
            batch.close();
            let given = streamlet.join().expect("the streamlet");
            assert!(batch.is_settled());
            assert_eq!(told.0.load(Ordering::SeqCst), 1);
            assert_eq!(batch.advance(&mut 0), i64::try_from(given).expect("0 or 1"));
        });
    }

    /// Parts of one record are acknowledged on two threads.
    #[test]
    fn the_last_part_settles_the_record() {
        loom::model(|| {
            let (batch, told) = batch(1);
            batch.hold(0);
            let other = {
                let batch = batch.clone();
                thread::spawn(move || batch.settle(0))
            };
            batch.settle(0);
            other.join().expect("the other thread");
            assert!(batch.is_settled());
            assert_eq!(told.0.load(Ordering::SeqCst), 1);
        });
    }
}
