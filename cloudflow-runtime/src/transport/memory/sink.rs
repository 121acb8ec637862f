//! What writes to a topic of the embedded log.

use std::sync::Arc;

use super::parcel::Parcel;
use super::topic::Topic;
use crate::transport::{Bound, Outgoing, Settle, Sink, TransportError, now};

/// Records are in the log as soon as they are sent, unless the topic is full.
#[derive(Debug)]
pub(super) struct MemorySink {
    /// Tells the sinks of the cluster apart.
    id: u64,
    topic: Arc<Topic>,
    outlet: usize,
    bound: Arc<Bound>,
    settle: Arc<dyn Settle>,
}

impl MemorySink {
    pub(super) fn new(
        id: u64,
        topic: Arc<Topic>,
        outlet: usize,
        bound: Arc<Bound>,
        settle: Arc<dyn Settle>,
    ) -> Self {
        Self { id, topic, outlet, bound, settle }
    }

    /// Tells the fate of records that are not written. Returns which ones they are.
    fn refuse(&self, outgoing: &mut Outgoing, refused: Vec<(usize, TransportError)>) -> Vec<usize> {
        let mut records = Vec::with_capacity(refused.len());
        for (record, error) in refused {
            if let Some(error) = outgoing.lost(record, error) {
                self.settle.lost(self.outlet, error);
            }
            records.push(record);
        }
        records
    }
}

impl Sink for MemorySink {
    fn send(&self, outgoing: &mut Outgoing) {
        if outgoing.is_empty() {
            return;
        }
        let (count, amount) = (outgoing.records().len(), outgoing.amount());
        let refused = self.topic.refused(outgoing.records());
        let mut refused = self.refuse(outgoing, refused);
        let sent = now();
        let fate = self.topic.update(|state, later| {
            if state.is_sealed() {
                return Fate::Refused;
            }
            let mut done = 0;
            if state.is_open() {
                if refused.is_empty() && state.adopts(outgoing.records()) {
                    let memory = state.memory_like(outgoing.records());
                    state.adopt(outgoing.replace_records(memory), sent, later);
                    return Fate::Written;
                }
                done = state.append(outgoing.records(), 0, &refused, sent, later);
                if done == count {
                    return Fate::Written;
                }
            }
            let (records, ties) = outgoing.take();
            let (refused, bound) = (std::mem::take(&mut refused), Arc::clone(&self.bound));
            state.enqueue(Parcel {
                sink: self.id,
                records,
                done,
                ties,
                refused,
                bound,
                amount,
                sent,
            });
            Fate::Open
        });
        match fate {
            Fate::Open => return,
            Fate::Written if refused.is_empty() => outgoing.written(0..count),
            Fate::Written => {
                outgoing.written((0..count).filter(|at| refused.binary_search(at).is_err()));
            }
            Fate::Refused => {
                let rest = (0..count).filter(|at| refused.binary_search(at).is_err());
                let error = self.topic.sealed();
                self.refuse(outgoing, rest.map(|record| (record, error.clone())).collect());
            }
        }
        outgoing.clear();
        self.bound.leave(amount);
    }
}

/// What became of records that were sent.
enum Fate {
    Written,
    Refused,
    /// They wait for room.
    Open,
}

impl Drop for MemorySink {
    fn drop(&mut self) {
        // Nobody waits for them any more, and an instance that comes and goes must not fill the queue.
        let gone = self.topic.update(|state, later| state.withdraw(self.id, later));
        gone.into_iter().for_each(Parcel::lost);
    }
}
