//! The bound on records that were sent and not acknowledged yet.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::transport::TransportError;

/// How many records of one outlet may wait for their acknowledgement.
const MOST_IN_FLIGHT: usize = 10_000;

/// Counts records in flight, holds senders back when there are too many, and keeps the first error.
#[derive(Debug, Default)]
pub(super) struct Gate {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    in_flight: usize,
    failed: Option<TransportError>,
    wakers: Vec<Waker>,
}

impl Gate {
    /// Waits for room for one more record.
    pub(super) fn poll_room(&self, context: &Context<'_>) -> Poll<Result<(), TransportError>> {
        self.poll_until(context, |in_flight| in_flight < MOST_IN_FLIGHT)
    }

    /// Waits until all records are acknowledged.
    pub(super) fn poll_empty(&self, context: &Context<'_>) -> Poll<Result<(), TransportError>> {
        self.poll_until(context, |in_flight| in_flight == 0)
    }

    /// Counts a record in.
    pub(super) fn enter(&self) {
        self.lock().in_flight += 1;
    }

    /// Counts a record out. The first error stays: what follows a lost record must not be taken for
    /// complete.
    pub(super) fn leave(&self, result: Result<(), TransportError>) {
        let mut state = self.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
        if let (Err(error), None) = (result, &state.failed) {
            state.failed = Some(error);
        }
        // Waking at every acknowledgement would cost more than the records; half a gate is enough room.
        if state.failed.is_some() || state.in_flight == 0 || state.in_flight == MOST_IN_FLIGHT / 2 {
            let wakers = std::mem::take(&mut state.wakers);
            drop(state);
            wakers.into_iter().for_each(Waker::wake);
        }
    }

    fn poll_until(
        &self,
        context: &Context<'_>,
        is_open: impl Fn(usize) -> bool,
    ) -> Poll<Result<(), TransportError>> {
        let mut state = self.lock();
        if let Some(error) = &state.failed {
            return Poll::Ready(Err(error.clone()));
        }
        if is_open(state.in_flight) {
            return Poll::Ready(Ok(()));
        }
        if !state.wakers.iter().any(|waker| waker.will_wake(context.waker())) {
            state.wakers.push(context.waker().clone());
        }
        Poll::Pending
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures::task::noop_waker_ref;

    use super::*;

    #[test]
    fn it_closes_when_full_and_opens_at_half() {
        let gate = Gate::default();
        let context = Context::from_waker(noop_waker_ref());
        for _ in 0..MOST_IN_FLIGHT {
            assert_eq!(gate.poll_room(&context), Poll::Ready(Ok(())));
            gate.enter();
        }
        assert_eq!(gate.poll_room(&context), Poll::Pending);
        assert_eq!(gate.poll_empty(&context), Poll::Pending);
        for _ in 0..MOST_IN_FLIGHT {
            gate.leave(Ok(()));
        }
        assert_eq!(gate.poll_empty(&context), Poll::Ready(Ok(())));
    }

    #[test]
    fn the_first_error_stays() {
        let gate = Gate::default();
        let context = Context::from_waker(noop_waker_ref());
        gate.enter();
        gate.enter();
        gate.leave(Err(TransportError::Closed));
        gate.leave(Ok(()));
        assert_eq!(gate.poll_room(&context), Poll::Ready(Err(TransportError::Closed)));
    }
}
