//! What a transport sees of the records in flight of one inlet.

use std::sync::Arc;
use std::task::{Context, Poll};

use super::origin::Origin;
use super::tracker::Tracker;
use crate::transport::Position;

/// Tells a transport when it may let go of partitions.
#[derive(Clone, Debug)]
pub struct PartitionTracker {
    tracker: Arc<Tracker>,
    inlet: usize,
}

impl PartitionTracker {
    pub(super) fn new(tracker: Arc<Tracker>, inlet: usize) -> Self {
        Self { tracker, inlet }
    }

    /// Starts a record that is about to be given to the streamlet.
    ///
    /// Offsets rise within a partition until it is taken away. Call it under the lock that also guards
    /// the assignment: a record of a partition that has just been taken away must not start.
    pub fn receive(&self, partition: i32, offset: i64) -> Origin {
        self.tracker.receive(self.inlet, partition, offset)
    }

    /// Waits until nothing of these partitions is in flight.
    ///
    /// Do so, with a bound, when partitions are taken away, and then [`Self::take`] them.
    pub fn poll_idle(&self, partitions: &[i32], context: &mut Context<'_>) -> Poll<()> {
        self.tracker.poll_idle(self.inlet, partitions, context)
    }

    /// Forgets partitions and returns the positions to commit before they are let go of. What is still
    /// in flight is read again by the next owner.
    pub fn take(&self, partitions: &[i32]) -> Vec<Position> {
        self.tracker.take(self.inlet, partitions)
    }

    /// Forgets partitions that are lost already: it is too late for a commit.
    pub fn forget(&self, partitions: &[i32]) {
        self.tracker.take(self.inlet, partitions);
    }

    /// Returns whether nothing of these partitions is in flight.
    pub fn is_idle(&self, partitions: &[i32]) -> bool {
        self.tracker.is_idle(self.inlet, partitions)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Wake, Waker};

    use super::super::Completion;
    use super::*;

    #[test]
    fn a_task_is_woken_when_its_partitions_are_idle() {
        let tracker = Tracker::new(1);
        let view = tracker.inlet(0);
        let record = view.receive(4, 0);
        let (waker, woken) = flag();
        let mut context = Context::from_waker(&waker);
        assert!(view.poll_idle(&[4], &mut context).is_pending());
        assert!(view.poll_idle(&[5], &mut context).is_ready());
        Completion::new(record).succeed();
        assert!(woken.load(Ordering::Acquire));
        assert!(view.poll_idle(&[4], &mut context).is_ready());
    }

    #[test]
    fn what_was_taken_but_not_committed_is_taken_again_at_the_end() {
        let tracker = Tracker::new(1);
        let view = tracker.inlet(0);
        Completion::new(view.receive(0, 4)).succeed();
        let taken = tracker.positions(0);
        assert_eq!(view.take(&[0]), taken);
        assert_eq!(view.take(&[0]), []);
    }

    /// A waker that remembers whether it was woken.
    fn flag() -> (Waker, Arc<AtomicBool>) {
        struct Flag(Arc<AtomicBool>);
        impl Wake for Flag {
            fn wake(self: Arc<Self>) {
                self.0.store(true, Ordering::Release);
            }
        }
        let woken = Arc::new(AtomicBool::new(false));
        (Waker::from(Arc::new(Flag(Arc::clone(&woken)))), woken)
    }

    #[test]
    fn a_partition_that_was_taken_away_ignores_late_records() {
        let tracker = Tracker::new(1);
        let late = tracker.receive(0, 0, 0);
        let view = tracker.inlet(0);
        assert!(!view.is_idle(&[0]));
        assert_eq!(view.take(&[0]), []);
        let again = tracker.receive(0, 0, 0);
        drop(late);
        tracker.ask();
        assert_eq!(tracker.positions(0), [], "the late record belongs to an earlier assignment");
        drop(again);
        tracker.ask();
        assert_eq!(view.take(&[0]), [Position { partition: 0, offset: 1 }]);
    }
}
