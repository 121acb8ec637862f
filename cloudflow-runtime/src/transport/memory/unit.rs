//! Partitions that have one owner and move together.

use std::sync::Arc;

use tokio::time::Instant;

use super::assignment::MemberId;
use crate::transport::{Assignment, Claim};

/// Names a unit: the number of its partitions, and which inlets they belong to. In this order the
/// units are dealt out, so that the partitions of each inlet are spread.
pub(super) type UnitId = (i32, usize);

/// A partition of one inlet, or those of one number of inlets that are read together.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) slots: Vec<Slot>,
    pub(super) owner: Option<MemberId>,
    /// Who gets it when its owner has nothing of it in flight, or at a deadline. That may be the
    /// owner: a move that has begun ends, for what was not given to the streamlet is given back.
    pub(super) heir: Option<Heir>,
}

/// A partition of an inlet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) claim: Claim,
    /// The offset of the next record to hand out.
    pub(super) next: i64,
}

/// Who gets a unit, and when at the latest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heir {
    pub(super) member: MemberId,
    pub(super) deadline: Instant,
}

/// A unit that is on its way to another owner.
#[derive(Debug)]
pub(super) struct Move {
    pub(super) unit: UnitId,
    /// What it consists of while its present owner has it.
    pub(super) claims: Vec<Claim>,
    /// Who knows what of it is in flight.
    pub(super) assignment: Arc<dyn Assignment>,
    pub(super) deadline: Instant,
}

impl Unit {
    /// Makes a unit of these inlets' partitions of one number.
    pub(super) fn new(inlets: &[usize], partition: i32) -> Self {
        let slots = inlets.iter().map(|inlet| Slot {
            claim: Claim { inlet: *inlet, partition, generation: 0 },
            next: 0,
        });
        Self { slots: slots.collect(), owner: None, heir: None }
    }

    pub(super) fn claims(&self) -> impl Iterator<Item = Claim> + '_ {
        self.slots.iter().map(|slot| slot.claim)
    }

    /// Returns whether the member reads it now.
    pub(super) fn is_read_by(&self, member: MemberId) -> bool {
        self.owner == Some(member) && self.heir.is_none()
    }

    /// Returns whether the member reads it, or will.
    pub(super) fn is_for(&self, member: MemberId) -> bool {
        self.is_read_by(member) || self.heir.is_some_and(|heir| heir.member == member)
    }

    pub(super) fn slot(&mut self, inlet: usize) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.claim.inlet == inlet)
    }
}
