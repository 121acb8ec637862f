//! How much of one outlet is on its way to Kafka, and who waits for less.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A bound of records and bytes. Taking never fails: ask [`Self::poll_free`] first.
#[derive(Debug)]
pub(super) struct Room {
    max_records: usize,
    max_bytes: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    records: usize,
    bytes: usize,
    waiting: Vec<Waker>,
    flushing: Vec<Waker>,
}

impl Room {
    pub(super) fn new(max_records: usize, max_bytes: usize) -> Self {
        Self { max_records, max_bytes, state: Mutex::default() }
    }

    /// Waits until one more record may come.
    pub(super) fn poll_free(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state();
        if state.records < self.max_records && state.bytes < self.max_bytes {
            return Poll::Ready(());
        }
        register(&mut state.waiting, context);
        Poll::Pending
    }

    /// Waits until nothing is on its way.
    pub(super) fn poll_empty(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state();
        if state.records == 0 {
            return Poll::Ready(());
        }
        register(&mut state.flushing, context);
        Poll::Pending
    }

    pub(super) fn take(&self, bytes: usize) {
        let mut state = self.state();
        state.records += 1;
        state.bytes += bytes;
    }

    /// Gives back what one record took.
    pub(super) fn give_back(&self, bytes: usize) {
        let mut state = self.state();
        state.records = state.records.saturating_sub(1);
        state.bytes = state.bytes.saturating_sub(bytes);
        let mut woken = Vec::new();
        if state.records < self.max_records && state.bytes < self.max_bytes {
            woken.append(&mut state.waiting);
        }
        if state.records == 0 {
            woken.append(&mut state.flushing);
        }
        // A waker may run anything, also what takes from this room.
        drop(state);
        woken.into_iter().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Numbers and lists: whole after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn register(wakers: &mut Vec<Waker>, context: &Context<'_>) {
    if !wakers.iter().any(|waker| waker.will_wake(context.waker())) {
        wakers.push(context.waker().clone());
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn records_and_bytes_are_both_bounded() {
        let free = |room: &Room| {
            std::future::poll_fn(|context| room.poll_free(context)).now_or_never().is_some()
        };
        let room = Room::new(2, 100);
        room.take(10);
        assert!(free(&room));
        room.take(10);
        assert!(!free(&room), "two records");
        room.give_back(10);
        room.take(90);
        room.give_back(10);
        room.take(10);
        assert!(!free(&room), "100 bytes");
        room.give_back(90);
        assert!(free(&room));
    }
}
