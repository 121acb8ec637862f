//! A consumer group: its members, who reads what, and how far it is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::Instant;

use super::assignment::{MemberId, assign};
use super::lanes::LaneId;
use super::later::Later;
use super::log::{Fetched, Room};
use super::topic::Topic;
use super::unit::{Heir, Move, Slot, Unit, UnitId, families, turns};
use crate::transport::{Amount, Assignment, Bound, Claim, Delivered, Position, TransportError};

/// The members of a group. All read the same inlets.
#[derive(Debug)]
pub(super) struct Group {
    name: String,
    inlets: Vec<Inlet>,
    /// Inlets whose partitions of one number belong together; a lone inlet is one of its own.
    families: Vec<Vec<usize>>,
    units: BTreeMap<UnitId, Unit>,
    members: BTreeMap<MemberId, Member>,
    last_member: MemberId,
    generation: u64,
    /// How often it was decided who is to have what.
    epoch: u64,
    /// Why nothing is handed out.
    problem: Option<TransportError>,
    /// How long an owner may keep a unit that moves.
    drain: Duration,
}

/// A topic as the group reads it.
#[derive(Debug)]
struct Inlet {
    topic: Arc<Topic>,
    lane: LaneId,
}

#[derive(Debug)]
struct Member {
    assignment: Arc<dyn Assignment>,
    sources: Vec<Turn>,
    /// Whether it gives its partitions back, and so takes no more records.
    is_leaving: bool,
}

/// A source of a member.
#[derive(Debug, Default)]
struct Turn {
    waker: Option<Waker>,
    /// The unit that it was given records of last, so that partitions take turns.
    last: Option<UnitId>,
}

/// Why a source waits.
#[derive(Debug, Default)]
struct Waiting {
    /// The topic as it was when a partition of it was found read to its end, or none was there.
    for_records: Option<u64>,
    /// The smallest room that a next record needs.
    for_room: Option<Amount>,
}

impl Group {
    pub(super) fn new(name: &str, drain: Duration) -> Self {
        Self {
            name: name.to_owned(),
            inlets: Vec::new(),
            families: Vec::new(),
            units: BTreeMap::new(),
            members: BTreeMap::new(),
            last_member: 0,
            generation: 0,
            epoch: 0,
            problem: None,
            drain,
        }
    }

    /// Takes in a member that reads these topics.
    pub(super) fn join(
        &mut self,
        topics: &[Arc<Topic>],
        co_partitioned: &[Vec<usize>],
        assignment: Arc<dyn Assignment>,
        later: &mut Later,
    ) -> Result<MemberId, TransportError> {
        let families = families(topics.len(), co_partitioned);
        let reads = |inlet: &Inlet, topic| Arc::ptr_eq(&inlet.topic, topic);
        let is_known = self.families == families
            && self.inlets.len() == topics.len()
            && self.inlets.iter().zip(topics).all(|(inlet, topic)| reads(inlet, topic));
        if !is_known {
            if !self.members.is_empty() {
                return Err(self.differs(topics));
            }
            self.inlets = self.register(topics, later);
            self.families = families;
            self.units.clear();
        }
        self.last_member += 1;
        let sources = topics.iter().map(|_| Turn::default()).collect();
        let member = Member { assignment, sources, is_leaving: false };
        self.members.insert(self.last_member, member);
        self.refresh(later);
        Ok(self.last_member)
    }

    /// Looks at how many partitions the topics have now, and deals out what has no owner.
    pub(super) fn refresh(&mut self, later: &mut Later) {
        if self.members.is_empty() {
            // The next one to join looks.
            return;
        }
        self.problem = None;
        for (number, family) in self.families.iter().enumerate() {
            let inlets = family.iter().filter_map(|inlet| self.inlets.get(*inlet));
            let counts: Vec<_> = inlets
                .map(|inlet| {
                    let partitions = inlet.topic.update_with(later, |state, _| state.partitions());
                    (&*inlet.topic.name, partitions)
                })
                .collect();
            let (Some(least), Some(most)) = (
                counts.iter().min_by_key(|(_, count)| count),
                counts.iter().max_by_key(|(_, count)| count),
            ) else {
                continue;
            };
            if least.1 < most.1 {
                self.problem.get_or_insert_with(|| unequal(&self.name, *least, *most));
            }
            for partition in (0..least.1).filter_map(|partition| i32::try_from(partition).ok()) {
                self.units
                    .entry((partition, number))
                    .or_insert_with(|| Unit::new(family, partition));
            }
        }
        self.balance(later);
    }

    /// Takes a member out. What is settled is committed, the rest is read again by the others.
    pub(super) fn leave(&mut self, id: MemberId, later: &mut Later) {
        let claims = self.claims(id);
        let Some(member) = self.members.get(&id) else { return };
        let positions = member.assignment.release(&claims);
        self.commit(id, &positions, later);
        if let Some(member) = self.members.remove(&id) {
            for source in member.sources {
                later.wake(source.waker);
            }
        }
        for unit in self.units.values_mut().filter(|unit| unit.owner == Some(id)) {
            (unit.owner, unit.heir) = (None, None);
        }
        self.balance(later);
    }

    /// Gives a member no more records. Returns who knows what it has in flight, and its claims.
    pub(super) fn close(
        &mut self,
        id: MemberId,
        later: &mut Later,
    ) -> Option<(Arc<dyn Assignment>, Vec<Claim>)> {
        let claims = self.claims(id);
        let member = self.members.get_mut(&id)?;
        member.is_leaving = true;
        member.wake(later);
        Some((Arc::clone(&member.assignment), claims))
    }

    /// Returns the next records for a source of a member, from its partitions in turn.
    pub(super) fn poll_batch(
        &mut self,
        id: MemberId,
        inlet: usize,
        bound: &Bound,
        context: &Context<'_>,
        later: &mut Later,
    ) -> Poll<Result<Option<Delivered>, TransportError>> {
        let member = self.members.get_mut(&id).filter(|member| !member.is_leaving);
        let Some(source) = member.and_then(|member| member.sources.get_mut(inlet)) else {
            return Poll::Ready(Err(TransportError::Closed));
        };
        // It is woken for whatever happens from here on.
        if !source.waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            later.drop(source.waker.replace(context.waker().clone()));
        }
        if let Some(problem) = &self.problem {
            return Poll::Ready(Err(problem.clone()));
        }
        let last = source.last;
        loop {
            let mut waiting = Waiting::default();
            if let Some(delivered) = self.fetch(id, inlet, bound, last, &mut waiting, later) {
                return Poll::Ready(Ok(Some(delivered)));
            }
            if let Some(room) = waiting.for_room
                && bound.poll_room(room, context).is_ready()
            {
                // It came just now.
                continue;
            }
            let Some(Inlet { topic, .. }) = self.inlets.get(inlet) else { return Poll::Pending };
            let (is_new, is_ended) = topic.update_with(later, |state, _| {
                let is_new = waiting.for_records.is_some_and(|looked| looked != state.version());
                if !is_new && waiting.for_records.is_some() {
                    state.watch(context);
                }
                (is_new, state.is_ended())
            });
            if is_new {
                // Records came since it was looked for them.
                continue;
            }
            if is_ended && self.has_read_all(id, inlet, later) {
                return Poll::Ready(Ok(None));
            }
            return Poll::Pending;
        }
    }

    /// Returns the units that come to a member.
    pub(super) fn moves(&self, to: MemberId) -> Vec<Move> {
        let moves = self.units.iter().filter_map(|(id, unit)| {
            let heir = unit.heir.filter(|heir| heir.member == to)?;
            let owner = self.members.get(&unit.owner?)?;
            Some(Move {
                unit: *id,
                claims: unit.claims().collect(),
                assignment: Arc::clone(&owner.assignment),
                deadline: heir.deadline,
            })
        });
        moves.collect()
    }

    /// Lets units go to their heirs, whose owners have nothing of them in flight any more, or have kept
    /// them too long.
    pub(super) fn finish(&mut self, moves: &[Move], later: &mut Later) {
        let mut assigned = BTreeMap::new();
        for Move { unit: id, claims, .. } in moves {
            let Some(unit) = self.units.get(id) else { continue };
            // It may have gone another way in the meantime.
            let (Some(owner), Some(heir)) = (unit.owner, unit.heir) else { continue };
            if !unit.claims().eq(claims.iter().copied()) {
                continue;
            }
            if let Some(member) = self.members.get(&owner) {
                let positions = member.assignment.release(claims);
                self.commit(owner, &positions, later);
            }
            self.pass(*id, heir.member, &mut assigned, later);
        }
        self.tell(assigned, later);
    }

    /// Returns how often it was decided who is to have what: units start to move at no other time.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Commits positions of claims that the member holds; others are left out.
    pub(super) fn commit(&mut self, id: MemberId, positions: &[Position], later: &mut Later) {
        for (number, inlet) in self.inlets.iter().enumerate() {
            let Some(family) = self.families.iter().position(|family| family.contains(&number))
            else {
                continue;
            };
            let (units, lane) = (&mut self.units, inlet.lane);
            let held = positions.iter().filter_map(|Position { claim, offset }| {
                if claim.inlet != number {
                    return None;
                }
                let unit = units.get_mut(&(claim.partition, family))?;
                let is_owner = unit.owner == Some(id);
                let slot = unit.slot(number).filter(|slot| is_owner && slot.claim == *claim)?;
                // Nothing can be committed that was not handed out.
                Some((claim.partition, slot.next.min(*offset)))
            });
            let mut held = held.peekable();
            if held.peek().is_some() {
                inlet.topic.update_with(later, |state, later| state.advance(lane, held, later));
            }
        }
    }

    /// Hands out records of the first unit after the last that has some and for which there is room.
    fn fetch(
        &mut self,
        id: MemberId,
        inlet: usize,
        bound: &Bound,
        last: Option<UnitId>,
        waiting: &mut Waiting,
        later: &mut Later,
    ) -> Option<Delivered> {
        let topic = &self.inlets.get(inlet)?.topic;
        let room = room(bound);
        let turns = turns(&self.units, last);
        let mut has_any = false;
        let mut found = None;
        for unit_id in turns {
            let Some(unit) = self.units.get_mut(&unit_id).filter(|unit| unit.is_read_by(id)) else {
                continue;
            };
            let Some(slot) = unit.slot(inlet) else { continue };
            has_any = true;
            let Slot { claim, next } = *slot;
            let (fetched, version) = topic.update_with(later, |state, _| {
                (state.fetch(claim.partition, next, room), state.version())
            });
            match fetched {
                Fetched::Records(records, range, first) => {
                    slot.next = first + i64::try_from(range.len()).unwrap_or(i64::MAX);
                    found = Some((unit_id, claim, slot.next, records, range));
                    break;
                }
                Fetched::NoRoom(needed) => waiting.need(needed),
                Fetched::End => {
                    waiting.for_records.get_or_insert(version);
                }
            }
        }
        if !has_any {
            // It waits for the end of the topic at least.
            waiting.for_records = Some(topic.update_with(later, |state, _| state.version()));
        }
        let (unit, claim, next, records, range) = found?;
        let member = self.members.get_mut(&id)?;
        member.sources.get_mut(inlet)?.last = Some(unit);
        let batch = member.assignment.start(claim, &records, range.clone(), next);
        bound.enter(batch.amount());
        Some(Delivered { records, range, batch })
    }

    /// Returns whether a member has read all of an inlet that it has, and gets nothing more of it.
    fn has_read_all(&mut self, id: MemberId, inlet: usize, later: &mut Later) -> bool {
        let Some(Inlet { topic, .. }) = self.inlets.get(inlet) else { return false };
        self.units.values_mut().filter(|unit| unit.is_for(id)).all(|unit| {
            let is_read = unit.is_read_by(id);
            let Some(slot) = unit.slot(inlet) else { return true };
            let Slot { claim: Claim { partition, .. }, next } = *slot;
            is_read && topic.update_with(later, |state, _| state.is_end(partition, next))
        })
    }

    fn balance(&mut self, later: &mut Later) {
        self.epoch += 1;
        let owners: Vec<_> = self.units.values().map(|unit| unit.owner).collect();
        let members: Vec<_> = self.members.keys().copied().collect();
        let fresh = Instant::now() + self.drain;
        let mut free = Vec::new();
        for ((id, unit), wanted) in self.units.iter_mut().zip(assign(&owners, &members)) {
            let Some(wanted) = wanted else { continue };
            match (unit.owner, unit.heir) {
                (None, _) => free.push((*id, wanted)),
                (Some(owner), None) if owner == wanted => {}
                (Some(_), heir) => {
                    // A move that goes on keeps its deadline: else members that come and go prolong it.
                    let deadline = heir.map_or(fresh, |heir| heir.deadline);
                    unit.heir = Some(Heir { member: wanted, deadline });
                }
            }
        }
        let mut assigned = BTreeMap::new();
        for (unit, member) in free {
            self.pass(unit, member, &mut assigned, later);
        }
        self.tell(assigned, later);
        for member in self.members.values_mut() {
            member.wake(later);
        }
    }

    /// Gives a unit to a member, which begins where the group has committed.
    fn pass(
        &mut self,
        id: UnitId,
        to: MemberId,
        assigned: &mut BTreeMap<MemberId, Vec<Claim>>,
        later: &mut Later,
    ) {
        let Some(unit) = self.units.get_mut(&id) else { return };
        (unit.owner, unit.heir) = (Some(to), None);
        self.generation += 1;
        for slot in &mut unit.slots {
            slot.claim.generation = self.generation;
            if let Some(Inlet { topic, lane }) = self.inlets.get(slot.claim.inlet) {
                let partition = slot.claim.partition;
                slot.next = topic.update_with(later, |state, _| state.position(*lane, partition));
            }
        }
        assigned.entry(to).or_default().extend(unit.claims());
    }

    /// Tells members what they have now.
    fn tell(&mut self, assigned: BTreeMap<MemberId, Vec<Claim>>, later: &mut Later) {
        for (id, claims) in assigned {
            if let Some(member) = self.members.get_mut(&id) {
                member.assignment.assigned(&claims);
                member.wake(later);
            }
        }
    }

    fn claims(&self, id: MemberId) -> Vec<Claim> {
        let owned = self.units.values().filter(|unit| unit.owner == Some(id));
        owned.flat_map(Unit::claims).collect()
    }

    /// Has the topics keep records for the group.
    fn register(&self, topics: &[Arc<Topic>], later: &mut Later) -> Vec<Inlet> {
        let inlets = topics.iter().enumerate().map(|(at, topic)| {
            let same = |other: &&Arc<Topic>| Arc::ptr_eq(other, topic);
            let lanes = topics.iter().filter(same).count();
            let before = topics.iter().take(at).filter(same).count();
            let lanes =
                topic.update_with(later, |state, later| state.register(&self.name, lanes, later));
            Inlet { topic: Arc::clone(topic), lane: lanes.get(before).copied().unwrap_or_default() }
        });
        inlets.collect()
    }

    fn differs(&self, topics: &[Arc<Topic>]) -> TransportError {
        let list = |topics: &mut dyn Iterator<Item = &Arc<Topic>>| {
            topics.map(|topic| format!("`{}`", topic.name)).collect::<Vec<_>>().join(", ")
        };
        TransportError::Unavailable {
            system: "the embedded log".to_owned(),
            reason: format!(
                "a member of group `{}` reads {}, another one {}, or joins them otherwise\n\
                 help: give each instance a group of its own",
                self.name,
                list(&mut self.inlets.iter().map(|inlet| &inlet.topic)),
                list(&mut topics.iter()),
            ),
        }
    }
}

impl Member {
    fn wake(&mut self, later: &mut Later) {
        for source in &mut self.sources {
            later.wake(source.waker.take());
        }
    }
}

impl Waiting {
    fn need(&mut self, room: Amount) {
        let least = self.for_room.get_or_insert(room);
        least.bytes = least.bytes.min(room.bytes);
    }
}

/// Returns how much a source may hand out.
pub(super) fn room(bound: &Bound) -> Room {
    let (max, taken) = (bound.max(), bound.taken());
    let amount = Amount {
        records: max.records.saturating_sub(taken.records),
        bytes: max.bytes.saturating_sub(taken.bytes),
    };
    Room { amount, is_empty: taken.records == 0 }
}

fn unequal(group: &str, least: (&str, u32), most: (&str, u32)) -> TransportError {
    TransportError::Topic {
        topic: least.0.to_owned(),
        reason: format!(
            "has {} partitions and topic `{}` has {}, but group `{group}` reads them partition by \
             partition\nhelp: give both {} partitions",
            least.1, most.0, most.1, most.1
        ),
    }
}
