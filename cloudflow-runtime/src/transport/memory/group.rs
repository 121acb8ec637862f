//! A consumer group of one topic: its members, who reads what, and how far it is.

use std::collections::BTreeMap;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::Instant;

use super::assignment::{MemberId, assign};
use super::log::Log;
use super::state::Later;
use crate::delivery::PartitionTracker;
use crate::transport::{Delivery, Position};

/// The members of a group and its positions.
#[derive(Debug)]
pub(super) struct Group {
    slots: Vec<Slot>,
    members: BTreeMap<MemberId, Member>,
    /// How long an owner may keep a partition that moves.
    drain: Duration,
}

/// A partition as the group sees it.
#[derive(Debug)]
struct Slot {
    partition: i32,
    committed: i64,
    /// The offset of the next record to hand over.
    next: i64,
    owner: Option<MemberId>,
    heir: Option<Heir>,
}

/// Who gets a partition when its owner has nothing of it in flight, or at the deadline.
#[derive(Clone, Copy, Debug)]
struct Heir {
    member: MemberId,
    deadline: Instant,
}

#[derive(Debug)]
struct Member {
    tracker: PartitionTracker,
    waker: Option<Waker>,
    /// Where the search for the next record begins, so that partitions take turns.
    turn: usize,
    /// Whether it gives its partitions back, and so takes no more records.
    is_leaving: bool,
}

impl Group {
    pub(super) fn new(drain: Duration) -> Self {
        Self { slots: Vec::new(), members: BTreeMap::new(), drain }
    }

    /// Takes notice of partitions that are new.
    pub(super) fn grow(&mut self, logs: &[Log], later: &mut Later) {
        let known = self.slots.len();
        for (partition, log) in (0..).zip(logs).skip(known) {
            let start = log.start();
            self.slots.push(Slot {
                partition,
                committed: start,
                next: start,
                owner: None,
                heir: None,
            });
        }
        self.balance(later);
    }

    pub(super) fn join(&mut self, id: MemberId, tracker: PartitionTracker, later: &mut Later) {
        self.members.insert(id, Member { tracker, waker: None, turn: 0, is_leaving: false });
        self.balance(later);
    }

    /// Takes a member out. What it finished is committed, the rest is read again by the others.
    pub(super) fn leave(&mut self, id: MemberId, later: &mut Later) {
        let owned = self.owned(id);
        let Some(member) = self.members.remove(&id) else { return };
        self.commit(id, &member.tracker.take(&owned));
        later.wake(member.waker);
        for slot in self.slots.iter_mut().filter(|slot| slot.owner == Some(id)) {
            slot.pass_to(None);
        }
        self.balance(later);
    }

    /// Gives a member no more records; ready when nothing that it has is in flight.
    pub(super) fn poll_leaving(&mut self, id: MemberId, context: &mut Context<'_>) -> Poll<()> {
        let owned = self.owned(id);
        let Some(member) = self.members.get_mut(&id) else { return Poll::Ready(()) };
        member.is_leaving = true;
        member.tracker.poll_idle(&owned, context)
    }

    /// Returns the next record for a member, from its partitions in turn.
    pub(super) fn poll_next(
        &mut self,
        id: MemberId,
        logs: &[Log],
        context: &mut Context<'_>,
        later: &mut Later,
    ) -> Poll<Option<Delivery>> {
        self.settle(later);
        let Some(member) = self.members.get_mut(&id) else { return Poll::Ready(None) };
        if member.is_leaving {
            return Poll::Ready(None);
        }
        let count = self.slots.len();
        for step in 0..count {
            let at = (member.turn + step) % count;
            let (Some(slot), Some(log)) = (self.slots.get_mut(at), logs.get(at)) else { continue };
            if slot.owner != Some(id) || slot.heir.is_some() {
                continue;
            }
            let Some(message) = log.get(slot.next) else { continue };
            let offset = slot.next;
            slot.next += 1;
            member.turn = at + 1;
            return Poll::Ready(Some(Delivery {
                partition: slot.partition,
                offset,
                message: message.clone(),
                origin: member.tracker.receive(slot.partition, offset),
            }));
        }
        later.drop(member.waker.replace(context.waker().clone()));
        self.watch(id, context, later);
        Poll::Pending
    }

    /// Returns when the next partition comes to a member, at the latest.
    pub(super) fn deadline(&self, id: MemberId) -> Option<Instant> {
        self.inheritance(id).map(|(_, heir)| heir.deadline).min()
    }

    /// Commits positions of partitions that the member owns; others are left out.
    pub(super) fn commit(&mut self, id: MemberId, positions: &[Position]) {
        for position in positions {
            let at = usize::try_from(position.partition).unwrap_or(usize::MAX);
            if let Some(slot) = self.slots.get_mut(at)
                && slot.owner == Some(id)
            {
                // Nothing can be committed that was not handed over.
                slot.committed = slot.committed.max(position.offset.min(slot.next));
            }
        }
    }

    /// Lets partitions go to their heirs that wait for nothing any more.
    pub(super) fn settle(&mut self, later: &mut Later) {
        if self.slots.iter().all(|slot| slot.heir.is_none()) {
            return;
        }
        let now = Instant::now();
        for at in 0..self.slots.len() {
            let Some(Slot { partition, owner: Some(owner), heir: Some(heir), .. }) =
                self.slots.get(at)
            else {
                continue;
            };
            let (owner, heir) = (*owner, *heir);
            let partitions = [*partition];
            let Some(member) = self.members.get(&owner) else { continue };
            if now < heir.deadline && !member.tracker.is_idle(&partitions) {
                continue;
            }
            self.commit(owner, &member.tracker.take(&partitions));
            if let Some(slot) = self.slots.get_mut(at) {
                slot.pass_to(Some(heir.member));
            }
            self.wake(heir.member, later);
        }
    }

    /// Wakes who reads this partition.
    pub(super) fn wake_reader(&mut self, partition: usize, later: &mut Later) {
        if let Some(owner) = self.slots.get(partition).and_then(|slot| slot.owner) {
            self.wake(owner, later);
        }
    }

    /// Returns, for each partition, the offset up to which it is committed.
    pub(super) fn committed(&self) -> impl Iterator<Item = i64> + '_ {
        self.slots.iter().map(|slot| slot.committed)
    }

    fn balance(&mut self, later: &mut Later) {
        let owners: Vec<_> = self.slots.iter().map(|slot| slot.owner).collect();
        let members: Vec<_> = self.members.keys().copied().collect();
        let deadline = Instant::now() + self.drain;
        for (slot, wanted) in self.slots.iter_mut().zip(assign(&owners, &members)) {
            match (slot.owner, wanted) {
                (owner, wanted) if owner == wanted => slot.heir = None,
                (None, wanted) => slot.pass_to(wanted),
                (Some(_), None) => {}
                // A move that goes on keeps its deadline: else members that come and go prolong it.
                (Some(_), Some(member)) => {
                    let deadline = slot.heir.map_or(deadline, |heir| heir.deadline);
                    slot.heir = Some(Heir { member, deadline });
                }
            }
        }
        self.settle(later);
        for member in self.members.values_mut() {
            later.wake(member.waker.take());
        }
    }

    /// Has the task woken when an owner finishes a record of a partition that comes to this member.
    fn watch(&self, id: MemberId, context: &mut Context<'_>, later: &mut Later) {
        for (slot, _) in self.inheritance(id) {
            let owner = slot.owner.and_then(|owner| self.members.get(&owner));
            let is_idle = owner
                .is_none_or(|owner| owner.tracker.poll_idle(&[slot.partition], context).is_ready());
            if is_idle {
                // It became so just now.
                later.wake(Some(context.waker().clone()));
            }
        }
    }

    fn inheritance(&self, id: MemberId) -> impl Iterator<Item = (&Slot, Heir)> {
        self.slots.iter().filter_map(move |slot| {
            slot.heir.filter(|heir| heir.member == id).map(|heir| (slot, heir))
        })
    }

    fn owned(&self, id: MemberId) -> Vec<i32> {
        let owned = self.slots.iter().filter(|slot| slot.owner == Some(id));
        owned.map(|slot| slot.partition).collect()
    }

    fn wake(&mut self, id: MemberId, later: &mut Later) {
        later.wake(self.members.get_mut(&id).and_then(|member| member.waker.take()));
    }
}

impl Slot {
    fn pass_to(&mut self, owner: Option<MemberId>) {
        self.owner = owner;
        self.heir = None;
        self.next = self.committed;
    }
}
