//! A bound of records and bytes, and who waits for room under it.

use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

use super::sync::{AtomicBool, AtomicUsize, Mutex, Ordering, fence};

/// How much may be under way at a port: sent and not acknowledged, or fetched and not settled.
///
/// What is larger than the bound passes when nothing else is under way.
#[derive(Debug)]
pub struct Bound {
    max: Amount,
    records: AtomicUsize,
    bytes: AtomicUsize,
    has_waiting: AtomicBool,
    waiting: Mutex<Vec<Waker>>,
}

/// A number of records and the bytes in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// How many records.
    pub records: usize,
    /// How many bytes of keys, values and headers.
    pub bytes: usize,
}

impl Bound {
    /// Makes a bound. One of no record would let nothing through, so there is room for one at least.
    pub fn new(max: Amount) -> Self {
        let max = Amount { records: max.records.max(1), bytes: max.bytes.max(1) };
        Self {
            max,
            records: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            has_waiting: AtomicBool::new(false),
            waiting: Mutex::new(Vec::new()),
        }
    }

    /// Returns how much there may be.
    pub fn max(&self) -> Amount {
        self.max
    }

    /// Returns how much there is.
    pub fn taken(&self) -> Amount {
        Amount {
            records: self.records.load(Ordering::Acquire),
            bytes: self.bytes.load(Ordering::Acquire),
        }
    }

    /// Returns whether so much more may come now.
    pub fn has_room(&self, more: Amount) -> bool {
        let taken = self.taken();
        taken.records == 0
            || (taken.records + more.records <= self.max.records
                && taken.bytes + more.bytes <= self.max.bytes)
    }

    /// Waits until so much more may come.
    pub fn poll_room(&self, more: Amount, context: &Context<'_>) -> Poll<()> {
        self.poll_until(context, |bound| bound.has_room(more))
    }

    /// Waits until nothing is under way.
    pub fn poll_empty(&self, context: &Context<'_>) -> Poll<()> {
        self.poll_until(context, |bound| bound.taken().records == 0)
    }

    /// Counts in what comes.
    pub fn enter(&self, more: Amount) {
        self.records.fetch_add(more.records, Ordering::AcqRel);
        self.bytes.fetch_add(more.bytes, Ordering::AcqRel);
    }

    /// Counts out what is done.
    pub fn leave(&self, done: Amount) {
        self.bytes.fetch_sub(done.bytes, Ordering::AcqRel);
        self.records.fetch_sub(done.records, Ordering::AcqRel);
        // Either this sees the mark of whoever waits, or that one sees the room.
        fence(Ordering::SeqCst);
        // Many records are done at once, so this wakes rarely; waiting for half of the room to be free
        // would be a wait for ever where a streamlet holds the other half.
        if self.has_waiting.load(Ordering::Relaxed) {
            self.wake();
        }
    }

    /// Has all that wait look again, for a reason that is not room.
    pub fn wake(&self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        self.has_waiting.store(false, Ordering::Relaxed);
        let woken = std::mem::take(&mut *waiting);
        // A waker may run anything, also what waits here.
        drop(waiting);
        woken.into_iter().for_each(Waker::wake);
    }

    fn poll_until(&self, context: &Context<'_>, is_so: impl Fn(&Self) -> bool) -> Poll<()> {
        if is_so(self) {
            return Poll::Ready(());
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            waiting.push(context.waker().clone());
        }
        self.has_waiting.store(true, Ordering::Relaxed);
        drop(waiting);
        fence(Ordering::SeqCst);
        // What left between the look and the mark has woken nobody.
        if is_so(self) { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[cfg(test)]
#[cfg(not(cloudflow_loom))]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use std::task::Wake;

    use futures::task::noop_waker_ref;

    use super::*;

    fn amount(records: usize, bytes: usize) -> Amount {
        Amount { records, bytes }
    }

    #[test]
    fn records_and_bytes_are_both_bounded() {
        let bound = Bound::new(amount(2, 100));
        assert!(bound.has_room(amount(5, 1_000)), "alone, anything passes");
        bound.enter(amount(1, 60));
        assert!(bound.has_room(amount(1, 40)));
        assert!(!bound.has_room(amount(1, 41)));
        assert!(!bound.has_room(amount(2, 0)));
        bound.leave(amount(1, 60));
        assert_eq!(bound.taken(), Amount::default());
    }

    #[test]
    fn waiters_are_woken_when_something_is_done() {
        struct Count(AtomicUsize);
        impl Wake for Count {
            fn wake(self: Arc<Self>) {
                self.0.fetch_add(1, Ordering::Relaxed);
            }
        }
        let count = Arc::new(Count(AtomicUsize::new(0)));
        let waker = Waker::from(Arc::clone(&count));
        let context = Context::from_waker(&waker);
        let woken = || count.0.load(Ordering::Relaxed);
        let bound = Bound::new(amount(4, 100));
        bound.enter(amount(4, 0));
        assert!(bound.poll_room(amount(1, 0), &context).is_pending());
        bound.leave(amount(1, 0));
        assert_eq!(woken(), 1);
        bound.leave(amount(1, 0));
        assert_eq!(woken(), 1, "nobody has waited again");
        assert!(bound.poll_empty(&context).is_pending());
        assert!(bound.poll_empty(&Context::from_waker(noop_waker_ref())).is_pending());
        bound.leave(amount(2, 0));
        assert_eq!(woken(), 2);
    }
}

#[cfg(all(test, cloudflow_loom))]
mod interleavings {
    use std::sync::Arc;

    use loom::future::block_on;
    use loom::thread;

    use super::*;

    /// Whoever waits is woken, however the look at the room and its end meet.
    #[test]
    fn no_wake_is_lost() {
        loom::model(|| {
            let one = Amount { records: 1, bytes: 1 };
            let bound = Arc::new(Bound::new(one));
            bound.enter(one);
            let other = Arc::clone(&bound);
            let done = thread::spawn(move || other.leave(one));
            block_on(std::future::poll_fn(|context| bound.poll_room(one, context)));
            done.join().expect("the other thread");
            assert_eq!(bound.taken(), Amount::default());
        });
    }
}
