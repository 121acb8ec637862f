//! The batches of one partition that are on their way, and the position up to which all is settled.

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Instant;

use crate::transport::{Batch, Records};

/// The batches in flight of one partition, in the order of their offsets.
///
/// Records are settled in any order, but a position says "everything before is settled". So it moves
/// over the settled records at the front only.
#[derive(Debug, Default)]
pub(super) struct Partition {
    /// Which assignment of the partition this is.
    pub(super) generation: u64,
    in_flight: VecDeque<Open>,
    /// The position behind the settled records at the front.
    position: Option<i64>,
    /// Whether the position moved since it was last taken.
    is_fresh: bool,
    /// The position behind everything that was handed out.
    handed: Option<i64>,
}

#[derive(Debug)]
struct Open {
    batch: Batch,
    /// How many records at its front are settled.
    cursor: usize,
    since: Instant,
}

impl Partition {
    pub(super) fn new(generation: u64) -> Self {
        Self { generation, ..Self::default() }
    }

    /// Returns the offsets of records, for the batch that is to be started of them.
    pub(super) fn offsets(
        records: &Records,
        range: Range<usize>,
    ) -> impl ExactSizeIterator<Item = i64> + DoubleEndedIterator + Clone + '_ {
        range.map(|at| records.get(at).map_or(0, |record| record.offset))
    }

    pub(super) fn start(&mut self, batch: Batch, next: i64) {
        self.in_flight.push_back(Open { batch, cursor: 0, since: Instant::now() });
        self.handed = Some(next);
    }

    /// Returns the position if it moved since the last call.
    pub(super) fn take_position(&mut self) -> Option<i64> {
        self.advance();
        if !std::mem::take(&mut self.is_fresh) {
            return None;
        }
        self.position
    }

    /// Returns the position, whether or not it was taken before.
    pub(super) fn position(&mut self) -> Option<i64> {
        self.advance();
        self.position
    }

    /// Returns the position behind all that was handed out.
    pub(super) fn handed(&self) -> Option<i64> {
        self.handed
    }

    /// Makes the next [`Self::take_position`] return the position again, since a commit failed.
    pub(super) fn refresh(&mut self) {
        self.is_fresh = self.position.is_some();
    }

    /// Has the streamlet given no more of what was handed out.
    pub(super) fn close(&self) {
        self.in_flight.iter().for_each(|open| open.batch.close());
    }

    /// Returns what is in flight.
    pub(super) fn batches(&self) -> impl Iterator<Item = Batch> + '_ {
        self.in_flight.iter().map(|open| open.batch.clone())
    }

    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.iter().all(|open| open.batch.is_settled())
    }

    /// Returns how many records are not settled, and since when the oldest of them is in flight.
    pub(super) fn unsettled(&mut self) -> (usize, Option<Instant>) {
        self.advance();
        let records = self.in_flight.iter().map(|open| open.batch.unsettled()).sum();
        (records, self.in_flight.front().map(|open| open.since))
    }

    /// Lets go of what is in flight.
    pub(super) fn release(&mut self) {
        for open in self.in_flight.drain(..) {
            open.batch.close();
            open.batch.release();
        }
    }

    fn advance(&mut self) {
        while let Some(open) = self.in_flight.front_mut() {
            let before = open.cursor;
            let position = open.batch.advance(&mut open.cursor);
            if open.cursor > before {
                self.position = Some(position);
                self.is_fresh = true;
            }
            if open.cursor < open.batch.amount().records {
                return;
            }
            self.in_flight.pop_front();
        }
    }
}
