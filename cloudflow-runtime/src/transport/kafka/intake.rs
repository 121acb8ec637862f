//! What a subscription holds between the client's thread and the streamlet.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::settings::KafkaSettings;
use crate::delivery::PartitionTracker;
use crate::transport::{Delivery, Message, Position, TransportError};

/// Records that were fetched ahead, and who owns what. One lock guards both: a record of a partition
/// that is taken away is either handed over before, and waited for, or never.
#[derive(Debug)]
pub(super) struct Intake {
    tracker: PartitionTracker,
    max_records: usize,
    max_bytes: usize,
    drain: Duration,
    /// The client's thread, which parks in here.
    thread: OnceLock<Thread>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    owned: BTreeSet<i32>,
    ahead: VecDeque<Fetched>,
    bytes: usize,
    reader: Option<Waker>,
    error: Option<TransportError>,
    leaving: Option<Leaving>,
}

#[derive(Debug)]
struct Fetched {
    partition: i32,
    offset: i64,
    message: Message,
    bytes: usize,
}

/// How to leave the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leaving {
    /// After the records in flight, with a bound.
    Drained,
    /// Without a wait.
    AtOnce,
}

impl Intake {
    pub(super) fn new(tracker: PartitionTracker, settings: &KafkaSettings) -> Self {
        Self {
            tracker,
            max_records: settings.records_ahead,
            max_bytes: settings.bytes_ahead,
            drain: settings.drain,
            thread: OnceLock::new(),
            state: Mutex::default(),
        }
    }

    /// Makes the calling thread the one that is woken.
    pub(super) fn adopt(&self) {
        let _ = self.thread.set(thread::current());
    }

    /// Hands the next record to the streamlet.
    pub(super) fn poll_next(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Delivery, TransportError>> {
        let mut state = self.state();
        if state.leaving.is_some() {
            return Poll::Ready(Err(TransportError::Closed));
        }
        if let Some(Fetched { partition, offset, message, bytes }) = state.ahead.pop_front() {
            state.bytes -= bytes;
            let origin = self.tracker.receive(partition, offset);
            // The thread fetches again when half is free: not for every record.
            let is_half = state.ahead.len() == self.max_records / 2 || state.ahead.is_empty();
            drop(state);
            if is_half {
                self.nudge();
            }
            return Poll::Ready(Ok(Delivery { partition, offset, message, origin }));
        }
        if let Some(error) = &state.error {
            return Poll::Ready(Err(error.clone()));
        }
        let replaced = state.reader.replace(context.waker().clone());
        drop(state);
        drop(replaced);
        Poll::Pending
    }

    /// Takes a record that was fetched.
    pub(super) fn push(&self, partition: i32, offset: i64, message: Message) {
        let mut state = self.state();
        if state.owned.contains(&partition) {
            let bytes = message.size();
            state.bytes += bytes;
            state.ahead.push_back(Fetched { partition, offset, message, bytes });
        }
        Self::wake(state);
    }

    /// Ends the intake with an error, after what was fetched.
    pub(super) fn fail(&self, error: TransportError) {
        let mut state = self.state();
        state.error.get_or_insert(error);
        Self::wake(state);
    }

    /// Waits until more may be fetched, or it is time to leave. Returns whether it came to that.
    pub(super) fn wait_for_room(&self, wait: Duration) -> bool {
        park_until(wait, || {
            let state = self.state();
            let is_full = state.ahead.len() >= self.max_records || state.bytes >= self.max_bytes;
            !is_full || state.leaving.is_some()
        })
    }

    /// Returns whether the streamlet has caught up so far that a pause may end: well before the buffer
    /// is empty, but not for every record.
    pub(super) fn has_caught_up(&self) -> bool {
        let state = self.state();
        state.ahead.len() <= self.max_records / 2 && state.bytes <= self.max_bytes / 2
    }

    pub(super) fn assign(&self, partitions: &[i32]) {
        self.state().owned.extend(partitions);
    }

    /// Returns which of these positions are of partitions that are still owned.
    pub(super) fn owned(&self, positions: &[Position]) -> Vec<Position> {
        let state = self.state();
        positions.iter().filter(|at| state.owned.contains(&at.partition)).copied().collect()
    }

    /// Gives partitions back: hands over no more of them, waits for what is in flight, and returns the
    /// positions to commit.
    pub(super) fn revoke(&self, partitions: &[i32]) -> Vec<Position> {
        self.discard(partitions);
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        park_until(self.drain, || {
            let mut context = Context::from_waker(&waker);
            self.leaving() == Some(Leaving::AtOnce)
                || self.tracker.poll_idle(partitions, &mut context).is_ready()
        });
        self.tracker.take(partitions)
    }

    /// Forgets partitions that another member has already.
    pub(super) fn lose(&self, partitions: &[i32]) {
        self.discard(partitions);
        self.tracker.forget(partitions);
    }

    pub(super) fn leave(&self, how: Leaving) {
        let mut state = self.state();
        // A member that is dropped while it drains waits no longer.
        state.leaving = state.leaving.max(Some(how));
        Self::wake(state);
        self.nudge();
    }

    pub(super) fn leaving(&self) -> Option<Leaving> {
        self.state().leaving
    }

    fn discard(&self, partitions: &[i32]) {
        let mut state = self.state();
        let State { owned, ahead, bytes, .. } = &mut *state;
        owned.retain(|partition| !partitions.contains(partition));
        ahead.retain(|fetched| owned.contains(&fetched.partition));
        *bytes = ahead.iter().map(|fetched| fetched.bytes).sum();
    }

    fn nudge(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }

    /// Wakes the streamlet when the lock is free: a waker may run anything.
    fn wake(mut state: MutexGuard<'_, State>) {
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under this lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Parks the thread until something is so. Returns whether it became so in time.
fn park_until(wait: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + wait;
    loop {
        if is_so() {
            return true;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        thread::park_timeout(left);
    }
}

/// Wakes a thread that waits for a task's event.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
