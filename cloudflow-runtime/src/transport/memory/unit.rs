//! Partitions that have one owner and move together.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};
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

/// Returns units in the order in which they have their turn.
pub(super) fn turns(units: &BTreeMap<UnitId, Unit>, last: Option<UnitId>) -> Vec<UnitId> {
    let Some(last) = last else { return units.keys().copied().collect() };
    let after = units.range((Excluded(last), Unbounded));
    after.chain(units.range(..=last)).map(|(id, _)| *id).collect()
}

/// Returns the sets of inlets that are read together, and each other inlet as a set of its own.
pub(super) fn families(inlets: usize, co_partitioned: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut families: Vec<Vec<usize>> = Vec::new();
    let lone = (0..inlets).map(|inlet| vec![inlet]);
    for set in co_partitioned.iter().cloned().chain(lone) {
        let is_new = |inlet: &usize| {
            *inlet < inlets && !families.iter().any(|family| family.contains(inlet))
        };
        let mut family: Vec<usize> = set.into_iter().filter(is_new).collect();
        family.sort_unstable();
        family.dedup();
        if !family.is_empty() {
            families.push(family);
        }
    }
    families
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inlets_are_in_one_set_each() {
        for (inlets, sets, expected) in [
            (3, vec![], vec![vec![0], vec![1], vec![2]]),
            (4, vec![vec![3, 1]], vec![vec![1, 3], vec![0], vec![2]]),
            // What no check has kept out does no harm.
            (2, vec![vec![0, 0, 9], vec![0, 1]], vec![vec![0], vec![1]]),
        ] {
            assert_eq!(families(inlets, &sets), expected, "{sets:?}");
        }
    }

    #[test]
    fn units_take_turns() {
        let all = [(0, 0), (0, 1), (1, 0)];
        let units = all.map(|id| (id, Unit::new(&[id.1], id.0))).into();
        assert_eq!(turns(&units, None), all);
        assert_eq!(turns(&units, Some((0, 0))), [(0, 1), (1, 0), (0, 0)]);
        assert_eq!(turns(&units, Some((1, 0))), all);
    }
}
