//! What writes to a topic of the embedded log.

use std::sync::Arc;

use super::parcel::{Fate, Parcel};
use super::topic::Topic;
use crate::transport::{Bound, Outgoing, Settle, Sink, Ties, TransportError, now};

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
        let mut fate = Fate {
            ties: Ties::default(),
            refused: Vec::new(),
            bound: Arc::clone(&self.bound),
            amount: outgoing.amount(),
        };
        let refused = self.topic.refused(outgoing.records());
        fate.refused = self.refuse(outgoing, refused);
        let sent = now();
        let sent = self.topic.update(|state, later| {
            if state.is_sealed() {
                return Sent::Refused(fate);
            }
            let mut done = 0;
            if state.is_open() {
                if fate.refused.is_empty() && state.adopts(outgoing.records()) {
                    let records;
                    (records, fate.ties) = outgoing.take();
                    outgoing.recycle(state.adopt(records, sent, later));
                    return Sent::Written(fate);
                }
                done = state.append(outgoing.records(), 0, &fate.refused, sent, later);
                if done == outgoing.records().len() {
                    fate.ties = outgoing.take_ties();
                    outgoing.clear_records();
                    return Sent::Written(fate);
                }
            }
            let records;
            (records, fate.ties) = outgoing.take();
            state.enqueue(Parcel { sink: self.id, records, done, fate, sent });
            Sent::Queued
        });
        match sent {
            Sent::Written(fate) => fate.written(),
            Sent::Queued => {}
            Sent::Refused(mut fate) => {
                let all = 0..outgoing.records().len();
                let rest = all.filter(|at| fate.refused.binary_search(at).is_err());
                let error = self.topic.sealed();
                self.refuse(outgoing, rest.map(|record| (record, error.clone())).collect());
                fate.ties = outgoing.take_ties();
                outgoing.clear_records();
                fate.lost();
            }
        }
    }
}

/// What became of records that were sent.
enum Sent {
    Written(Fate),
    Queued,
    Refused(Fate),
}

impl Drop for MemorySink {
    fn drop(&mut self) {
        // Nobody waits for them any more, and an instance that comes and goes must not fill the queue.
        let gone = self.topic.update(|state, later| state.withdraw(self.id, later));
        gone.into_iter().for_each(|parcel| parcel.fate.lost());
    }
}
