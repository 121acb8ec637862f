//! The bookkeeping of one running streamlet: which of its records are done.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::origin::Origin;
use super::partition::Partition;
use super::partition_tracker::PartitionTracker;
use crate::transport::Position;

/// Names a record in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    inlet: usize,
    partition: i32,
    offset: i64,
    generation: u64,
}

impl Token {
    pub(super) fn place(self) -> (i32, i64) {
        (self.partition, self.offset)
    }
}

/// Knows every record in flight of one running streamlet, over all its inlets.
///
/// The epoch counts how often the streamlet asked for more. A record that it dropped becomes done
/// when the epoch moves on, which it does not after an error, a panic or a cancellation.
#[derive(Debug)]
pub struct Tracker {
    state: Mutex<State>,
    epoch: AtomicU64,
}

#[derive(Debug)]
struct State {
    inlets: Vec<BTreeMap<i32, Partition>>,
    /// Released records whose last drop was in the current epoch, or that failed.
    waiting: Vec<(Token, u64)>,
    /// Tasks that wait for partitions to be idle.
    watchers: Vec<Waker>,
    generation: u64,
}

impl Tracker {
    /// Makes a tracker for a streamlet with this many inlets.
    pub fn new(inlets: usize) -> Arc<Self> {
        let state = State {
            inlets: (0..inlets).map(|_| BTreeMap::new()).collect(),
            waiting: Vec::new(),
            watchers: Vec::new(),
            generation: 0,
        };
        Arc::new(Self {
            state: Mutex::new(state),
            // 0 stands for "never dropped" in a link.
            epoch: AtomicU64::new(1),
        })
    }

    /// Returns the view of one inlet, for its transport.
    pub fn inlet(self: &Arc<Self>, inlet: usize) -> PartitionTracker {
        PartitionTracker::new(Arc::clone(self), inlet)
    }

    /// Starts a record that is about to be given to the streamlet.
    pub(super) fn receive(self: &Arc<Self>, inlet: usize, partition: i32, offset: i64) -> Origin {
        let mut state = self.lock();
        let fresh = state.generation;
        let Some(partitions) = state.inlets.get_mut(inlet) else { return Origin::none() };
        let entry = partitions.entry(partition).or_insert_with(|| Partition::new(fresh));
        entry.start(offset);
        let token = Token { inlet, partition, offset, generation: entry.generation };
        drop(state);
        Origin::received(Arc::clone(self), token)
    }

    /// The streamlet asks for more: what it dropped before, it dropped on purpose.
    pub(crate) fn ask(&self) {
        let mut state = self.lock();
        let epoch = self.epoch.fetch_add(1, Ordering::AcqRel) + 1;
        if state.waiting.is_empty() {
            return;
        }
        let (done, waiting) = std::mem::take(&mut state.waiting)
            .into_iter()
            .partition(|(_, dropped)| *dropped < epoch);
        state.waiting = waiting;
        let done: Vec<(Token, u64)> = done;
        for (token, _) in done {
            state.finish(token);
        }
        Self::notify(state);
    }

    pub(super) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Nothing holds the record any more. It is done if the streamlet asked for more since it dropped
    /// its last hold; else that is still to be seen.
    pub(super) fn release(&self, token: Token, dropped: u64) {
        let mut state = self.lock();
        if dropped < self.epoch() {
            state.finish(token);
            Self::notify(state);
        } else {
            state.waiting.push((token, dropped));
        }
    }

    /// Returns the positions of an inlet that moved since the last call.
    pub(crate) fn positions(&self, inlet: usize) -> Vec<Position> {
        let mut state = self.lock();
        let Some(partitions) = state.inlets.get_mut(inlet) else { return Vec::new() };
        partitions
            .iter_mut()
            .filter_map(|(partition, entry)| {
                let offset = entry.take_position()?;
                Some(Position { partition: *partition, offset })
            })
            .collect()
    }

    /// Takes a failed commit back, so that the next one repeats it.
    pub(crate) fn refresh(&self, inlet: usize) {
        if let Some(partitions) = self.lock().inlets.get_mut(inlet) {
            partitions.values_mut().for_each(Partition::refresh);
        }
    }

    /// The streamlet has ended: what is still in flight never gets done, so nobody waits for it.
    pub(crate) fn abandon(&self) {
        let mut state = self.lock();
        state.generation += 1;
        state.inlets.iter_mut().for_each(BTreeMap::clear);
        state.waiting.clear();
        Self::notify(state);
    }

    pub(super) fn is_idle(&self, inlet: usize, partitions: &[i32]) -> bool {
        self.lock().are_idle(inlet, partitions)
    }

    pub(super) fn take(&self, inlet: usize, partitions: &[i32]) -> Vec<Position> {
        self.lock().take(inlet, partitions)
    }

    pub(super) fn poll_idle(
        &self,
        inlet: usize,
        partitions: &[i32],
        context: &mut Context<'_>,
    ) -> Poll<()> {
        let mut state = self.lock();
        if state.are_idle(inlet, partitions) {
            return Poll::Ready(());
        }
        if !state.watchers.iter().any(|watcher| watcher.will_wake(context.waker())) {
            state.watchers.push(context.waker().clone());
        }
        Poll::Pending
    }

    /// Tells all that wait for idle partitions to look again, after the lock is free: a waker may run
    /// anything.
    fn notify(mut state: MutexGuard<'_, State>) {
        let watchers = std::mem::take(&mut state.watchers);
        drop(state);
        watchers.into_iter().for_each(Waker::wake);
    }

    /// Every change under this lock is complete before anything that could panic, so a poisoned state
    /// is a sound state.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn are_idle(&self, inlet: usize, partitions: &[i32]) -> bool {
        self.inlets.get(inlet).is_none_or(|all| {
            partitions.iter().all(|partition| all.get(partition).is_none_or(Partition::is_idle))
        })
    }

    /// Forgets partitions and returns their positions. Also those that were taken before: who took
    /// them may come too late to commit them.
    fn take(&mut self, inlet: usize, partitions: &[i32]) -> Vec<Position> {
        self.generation += 1;
        // Nothing waits for them any more: a failed record would stay in the list for ever.
        self.waiting
            .retain(|(token, _)| token.inlet != inlet || !partitions.contains(&token.partition));
        let Some(all) = self.inlets.get_mut(inlet) else { return Vec::new() };
        partitions
            .iter()
            .filter_map(|partition| {
                let offset = all.remove(partition)?.position()?;
                Some(Position { partition: *partition, offset })
            })
            .collect()
    }

    fn finish(&mut self, token: Token) {
        let partition =
            self.inlets.get_mut(token.inlet).and_then(|all| all.get_mut(&token.partition));
        if let Some(partition) = partition
            && partition.generation == token.generation
        {
            partition.finish(token.offset);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Completion;
    use super::*;

    fn position(tracker: &Tracker) -> Option<i64> {
        tracker.positions(0).first().map(|position| position.offset)
    }

    #[test]
    fn a_filtered_record_is_done_when_the_streamlet_asks_for_more() {
        let tracker = Tracker::new(1);
        drop(tracker.receive(0, 0, 7));
        assert_eq!(position(&tracker), None);
        tracker.ask();
        assert_eq!(position(&tracker), Some(8));
    }

    #[test]
    fn a_record_that_an_error_dropped_is_not_done() {
        let tracker = Tracker::new(1);
        let record = tracker.receive(0, 0, 0);
        let (first, rest) = (record.clone(), record);
        let sent = Completion::new(first);
        drop(rest);
        sent.succeed();
        assert_eq!(position(&tracker), None, "half of it was dropped and nothing was asked since");
    }

    #[test]
    fn a_split_record_is_done_when_all_parts_are_in_the_log() {
        let tracker = Tracker::new(1);
        let record = tracker.receive(0, 0, 0);
        let parts = [record.clone(), record.clone()].map(Completion::new);
        drop(record);
        tracker.ask();
        let [one, two] = parts;
        one.succeed();
        assert_eq!(position(&tracker), None);
        two.succeed();
        assert_eq!(position(&tracker), Some(1), "the last part arrives while the streamlet waits");
    }

    #[test]
    fn a_failed_record_holds_the_position_for_ever() {
        let tracker = Tracker::new(1);
        let (bad, good) = (tracker.receive(0, 0, 0), tracker.receive(0, 0, 1));
        Completion::new(bad).fail();
        Completion::new(good).succeed();
        for _ in 0..3 {
            tracker.ask();
        }
        assert_eq!(position(&tracker), None);
    }

    #[test]
    fn joined_origins_are_done_together() {
        let tracker = Tracker::new(2);
        let batch = tracker.receive(0, 0, 0).join(tracker.receive(1, 3, 5));
        tracker.ask();
        let sent = Completion::new(batch);
        assert_eq!((tracker.positions(0), tracker.positions(1)), (vec![], vec![]));
        sent.succeed();
        assert_eq!(tracker.positions(0), [Position { partition: 0, offset: 1 }]);
        assert_eq!(tracker.positions(1), [Position { partition: 3, offset: 6 }]);
    }
}
