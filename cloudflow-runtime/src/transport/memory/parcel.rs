//! Records that wait for room in a topic.

use std::sync::Arc;

use crate::transport::{Amount, Bound, Records, Ties};

/// What was sent at once to a topic that is full: its records go to the log one after the other, and
/// their fate is told when the last is there.
#[derive(Debug)]
pub(super) struct Parcel {
    /// Which sink it came from.
    pub(super) sink: u64,
    pub(super) records: Records,
    /// How many of them are in the log.
    pub(super) done: usize,
    /// Who waits for their fate.
    pub(super) ties: Ties,
    /// Which records, in order, are refused: their fate is told already.
    pub(super) refused: Vec<usize>,
    /// The bound of the outlet, and what was counted into it.
    pub(super) bound: Arc<Bound>,
    pub(super) amount: Amount,
    /// When it was sent, in milliseconds since the epoch.
    pub(super) sent: i64,
}

impl Parcel {
    /// Returns how many records are not in the log.
    pub(super) fn waiting(&self) -> usize {
        self.records.len().saturating_sub(self.done)
    }

    /// Tells that the log has all records that are not refused.
    pub(super) fn written(mut self) {
        let refused = &self.refused;
        let is_written = |at: &usize| refused.binary_search(at).is_err();
        self.ties.written((0..self.ties.len()).filter(is_written));
        self.bound.leave(self.amount);
    }

    /// The sink is gone: nobody sees to it that these records are written.
    pub(super) fn lost(self) {
        let Self { ties, bound, amount, .. } = self;
        drop(ties);
        bound.leave(amount);
    }
}
