//! The records of one partition that are on their way, and the position up to which all are done.

use std::collections::VecDeque;

/// The records in flight of one partition, in the order of their offsets.
///
/// Records finish in any order, but a position says "everything before is done". So the position
/// moves only over the finished records at the front.
#[derive(Debug, Default)]
pub(super) struct Partition {
    in_flight: VecDeque<Slot>,
    /// The offset after the last record at the front that is done.
    position: Option<i64>,
    /// Whether the position moved since it was last taken.
    is_fresh: bool,
    /// Which assignment of the partition this is: tokens of an earlier one count no more.
    pub(super) generation: u64,
}

#[derive(Debug)]
struct Slot {
    offset: i64,
    is_done: bool,
}

impl Partition {
    pub(super) fn new(generation: u64) -> Self {
        Self { generation, ..Self::default() }
    }

    /// Adds the next record. Offsets rise, with gaps where a topic is compacted.
    pub(super) fn start(&mut self, offset: i64) {
        self.in_flight.push_back(Slot { offset, is_done: false });
    }

    /// Marks a record as done and moves the position over all that are done at the front.
    pub(super) fn finish(&mut self, offset: i64) {
        if let Ok(at) = self.in_flight.binary_search_by_key(&offset, |slot| slot.offset)
            && let Some(slot) = self.in_flight.get_mut(at)
        {
            slot.is_done = true;
        }
        while self.in_flight.front().is_some_and(|slot| slot.is_done) {
            if let Some(slot) = self.in_flight.pop_front() {
                self.position = Some(slot.offset + 1);
                self.is_fresh = true;
            }
        }
    }

    /// Returns the position if it moved since the last call.
    pub(super) fn take_position(&mut self) -> Option<i64> {
        if !std::mem::take(&mut self.is_fresh) {
            return None;
        }
        self.position
    }

    /// Returns the position, whether or not it was taken before.
    pub(super) fn position(&self) -> Option<i64> {
        self.position
    }

    /// Makes the next [`Self::take_position`] return the position again, since a commit failed.
    pub(super) fn refresh(&mut self) {
        self.is_fresh = self.position.is_some();
    }

    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_position_waits_for_the_first_record() {
        let mut partition = Partition::default();
        for offset in [3, 4, 9] {
            partition.start(offset);
        }
        partition.finish(4);
        assert_eq!(partition.take_position(), None);
        partition.finish(3);
        assert_eq!(partition.take_position(), Some(5));
        assert_eq!(partition.take_position(), None, "it did not move since");
        partition.finish(9);
        assert_eq!(partition.take_position(), Some(10));
        assert!(partition.is_idle());
        partition.refresh();
        assert_eq!(partition.take_position(), Some(10));
    }
}
