//! What a session holds between the client's thread and its sources.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::holdings::Holdings;
use super::park::{Parker, park_until};
use crate::transport::{
    Amount, Assignment, Bound, Claim, Delivered, Position, Records, TransportError,
};

/// Records that were fetched ahead, and who owns what. One lock guards both: records of a partition
/// that is taken away are either handed out before, and waited for, or never.
#[derive(Debug)]
pub(super) struct Intake {
    assignment: Arc<dyn Assignment>,
    /// One for each inlet.
    bounds: Vec<Arc<Bound>>,
    drain: Duration,
    /// Wakes the client's thread.
    pub(super) parker: Arc<Parker>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    holdings: Holdings,
    /// One for each inlet.
    queues: Vec<Queue>,
    /// Partitions that went since the thread looked: what it has taken of them is to be dropped.
    gone: Vec<(usize, i32)>,
    error: Option<TransportError>,
    leaving: Option<Leaving>,
}

#[derive(Debug, Default)]
struct Queue {
    ahead: VecDeque<Ahead>,
    reader: Option<Waker>,
}

/// A batch that nobody has taken yet.
#[derive(Debug)]
struct Ahead {
    claim: Claim,
    records: Arc<Records>,
    next: i64,
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
    pub(super) fn new(
        holdings: Holdings,
        bounds: Vec<Arc<Bound>>,
        assignment: Arc<dyn Assignment>,
        drain: Duration,
    ) -> Self {
        let queues = bounds.iter().map(|_| Queue::default()).collect();
        let (gone, error, leaving) = (Vec::new(), None, None);
        let state = Mutex::new(State { holdings, queues, gone, error, leaving });
        Self { assignment, bounds, drain, parker: Arc::default(), state }
    }

    /// Hands the next batch of an inlet out.
    pub(super) fn poll_batch(
        &self,
        inlet: usize,
        context: &Context<'_>,
    ) -> Poll<Result<Option<Delivered>, TransportError>> {
        let mut state = self.state();
        if state.leaving.is_some() {
            return Poll::Ready(Err(TransportError::Closed));
        }
        let State { queues, error, .. } = &mut *state;
        let Some(queue) = queues.get_mut(inlet) else { return Poll::Ready(Ok(None)) };
        if let Some(Ahead { claim, records, next }) = queue.ahead.pop_front() {
            let range = 0..records.len();
            let batch = self.assignment.start(claim, &records, range.clone(), next);
            return Poll::Ready(Ok(Some(Delivered { records, range, batch })));
        }
        if let Some(error) = error {
            return Poll::Ready(Err(error.clone()));
        }
        let replaced = match &queue.reader {
            Some(reader) if reader.will_wake(context.waker()) => None,
            _ => queue.reader.replace(context.waker().clone()),
        };
        drop(state);
        drop(replaced);
        Poll::Pending
    }

    /// Takes records of one partition that were fetched.
    pub(super) fn push(&self, topic: usize, partition: i32, records: &Arc<Records>, next: i64) {
        let amount = amount(records);
        let mut readers = Vec::new();
        let mut state = self.state();
        let State { holdings, queues, .. } = &mut *state;
        for inlet in holdings.inlets_of(topic) {
            let (Some(claim), Some(queue), Some(bound)) =
                (holdings.claim(inlet, partition), queues.get_mut(inlet), self.bounds.get(inlet))
            else {
                continue;
            };
            bound.enter(amount);
            queue.ahead.push_back(Ahead { claim, records: Arc::clone(records), next });
            readers.extend(queue.reader.take());
        }
        drop(state);
        // A waker may run anything.
        readers.into_iter().for_each(Waker::wake);
    }

    /// Ends the intake with an error, after what was fetched.
    pub(super) fn fail(&self, error: TransportError) {
        let mut state = self.state();
        state.error.get_or_insert(error);
        Self::wake_readers(state);
    }

    /// Takes partitions in.
    pub(super) fn assign(&self, partitions: &[(String, i32)]) {
        let mut state = self.state();
        let claims = state.holdings.assign(partitions);
        let mismatch = state.holdings.mismatch();
        if mismatch.is_none() {
            self.assignment.assigned(&claims);
            return;
        }
        // Nothing is handed out of partitions whose counterpart somebody else may have.
        state.holdings.revoke(partitions);
        state.error = state.error.take().or(mismatch);
        Self::wake_readers(state);
    }

    /// Takes in claims that others made, without a group.
    pub(super) fn adopt(&self, claims: &[Claim]) {
        let mut state = self.state();
        state.holdings.adopt(claims);
        self.assignment.assigned(claims);
    }

    /// Returns what to commit of these positions.
    pub(super) fn committable(&self, positions: &[Position]) -> Vec<(String, i32, i64)> {
        self.state().holdings.note(positions)
    }

    /// Gives partitions back: hands out no more of them, waits for what is in flight, and returns what
    /// to commit.
    pub(super) fn revoke(&self, partitions: &[(String, i32)]) -> Vec<(String, i32, i64)> {
        let held = self.discard(partitions);
        let waker = Waker::from(Arc::clone(&self.parker));
        park_until(self.drain, || {
            let mut context = Context::from_waker(&waker);
            self.leaving() == Some(Leaving::AtOnce)
                || self.assignment.poll_idle(&held, &mut context).is_ready()
        });
        let mut state = self.state();
        let positions = self.assignment.release(&held);
        let positions = state.holdings.note(&positions);
        state.holdings.revoke(partitions);
        positions
    }

    /// Forgets partitions that another member has already.
    pub(super) fn lose(&self, partitions: &[(String, i32)]) {
        let held = self.discard(partitions);
        let mut state = self.state();
        self.assignment.lost(&held);
        state.holdings.revoke(partitions);
    }

    /// Returns partitions that went since the last call.
    pub(super) fn take_gone(&self) -> Vec<(usize, i32)> {
        std::mem::take(&mut self.state().gone)
    }

    pub(super) fn leave(&self, how: Leaving) {
        let mut state = self.state();
        // A member that is dropped while it drains waits no longer.
        state.leaving = state.leaving.max(Some(how));
        Self::wake_readers(state);
        self.parker.unpark();
    }

    pub(super) fn leaving(&self) -> Option<Leaving> {
        self.state().leaving
    }

    /// Drops what nobody has taken of these partitions, and hands out no more of them. They are still
    /// held, so that their positions can be committed.
    fn discard(&self, partitions: &[(String, i32)]) -> Vec<Claim> {
        let mut state = self.state();
        let State { holdings, queues, gone, .. } = &mut *state;
        let mut held = Vec::new();
        for (topic, partition) in partitions {
            let topic = holdings.topics().iter().position(|known| known == topic);
            let Some(topic) = topic else { continue };
            gone.push((topic, *partition));
            let inlets = holdings.inlets_of(topic);
            held.extend(inlets.filter_map(|inlet| holdings.claim(inlet, *partition)));
        }
        for (queue, bound) in queues.iter_mut().zip(&self.bounds) {
            queue.ahead.retain(|ahead| {
                let is_kept = !held.contains(&ahead.claim);
                if !is_kept {
                    bound.leave(amount(&ahead.records));
                }
                is_kept
            });
        }
        held
    }

    /// Wakes the sources when the lock is free: a waker may run anything.
    fn wake_readers(mut state: MutexGuard<'_, State>) {
        let readers: Vec<_> =
            state.queues.iter_mut().filter_map(|queue| queue.reader.take()).collect();
        drop(state);
        readers.into_iter().for_each(Waker::wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under this lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn amount(records: &Records) -> Amount {
    Amount { records: records.len(), bytes: records.bytes() }
}
