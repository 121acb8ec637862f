//! Reads partitions without a group.

use std::sync::Arc;
use std::task::{Context, Poll};

use super::group::room;
use super::lanes::LaneId;
use super::log::Fetched;
use super::topic::Topic;
use crate::transport::{
    Amount, Assignment, Bound, Claim, Delivered, Position, Source, TransportError,
};

/// Hands out the records of some partitions. What it has not handed out yet is kept for it; what it
/// has is not, so others can read the same.
#[derive(Debug)]
pub(super) struct MemoryReader {
    topic: Arc<Topic>,
    lane: LaneId,
    positions: Vec<Position>,
    /// The partition whose turn it is.
    turn: usize,
    bound: Arc<Bound>,
    assignment: Arc<dyn Assignment>,
}

impl MemoryReader {
    pub(super) fn new(
        topic: Arc<Topic>,
        from: &[Position],
        bound: Arc<Bound>,
        assignment: Arc<dyn Assignment>,
    ) -> Self {
        let claims: Vec<Claim> = from.iter().map(|position| position.claim).collect();
        let begin = from.iter().map(|position| (position.claim.partition, position.offset));
        let lane = topic.update(|state, _| state.add_reader(begin));
        assignment.assigned(&claims);
        Self { topic, lane, positions: from.to_vec(), turn: 0, bound, assignment }
    }

    fn fetch(&mut self, context: &Context<'_>) -> Poll<Option<Delivered>> {
        let room = room(&self.bound);
        let (lane, turn) = (self.lane, self.turn);
        let positions = &mut self.positions;
        let fetched = self.topic.update(|state, later| {
            let (mut needed, mut at_end) = (None::<Amount>, positions.is_empty());
            for step in 0..positions.len() {
                let at = (turn + step) % positions.len();
                let Some(Position { claim, offset }) = positions.get_mut(at) else { continue };
                match state.fetch(claim.partition, *offset, room) {
                    Fetched::Records(records, range, first) => {
                        *offset = first + i64::try_from(range.len()).unwrap_or(i64::MAX);
                        state.advance(lane, std::iter::once((claim.partition, *offset)), later);
                        return Ok((at, *claim, *offset, records, range));
                    }
                    Fetched::NoRoom(room) => {
                        let least = needed.get_or_insert(room);
                        least.bytes = least.bytes.min(room.bytes);
                    }
                    Fetched::End => at_end = true,
                }
            }
            if at_end {
                state.watch(context);
            }
            let is_ended = needed.is_none() && state.is_ended();
            Err((needed, is_ended))
        });
        match fetched {
            Ok((at, claim, next, records, range)) => {
                self.turn = at + 1;
                let batch = self.assignment.start(claim, &records, range.clone(), next);
                self.bound.enter(batch.amount());
                Poll::Ready(Some(Delivered { records, range, batch }))
            }
            Err((_, true)) => Poll::Ready(None),
            Err((Some(needed), _)) if self.bound.poll_room(needed, context).is_ready() => {
                // It came just now.
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Err(_) => Poll::Pending,
        }
    }
}

impl Source for MemoryReader {
    fn poll_batch(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Delivered>, TransportError>> {
        self.fetch(context).map(Ok)
    }
}

impl Drop for MemoryReader {
    fn drop(&mut self) {
        self.topic.update(|state, later| state.remove_lane(self.lane, later));
    }
}
