//! Settling, from the record to the position.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::Context;

use futures::task::noop_waker_ref;
use proptest::prelude::*;

use super::*;
use crate::Record;
use crate::transport::{
    Amount, Assignment, Bound, Claim, InletSpec, Outgoing, OutletSpec, Position, RecordRef,
    Records, Settle, TransportError,
};

fn books(inlets: usize) -> Arc<Ledger> {
    let bound = || Arc::new(Bound::new(Amount { records: 1_000, bytes: usize::MAX / 2 }));
    let inlet = |at| InletSpec { topic: format!("in-{at}"), bound: bound() };
    let inlets: Vec<_> = (0..inlets).map(inlet).collect();
    Ledger::new(&inlets, &[OutletSpec { topic: "out".to_owned(), bound: bound() }])
}

fn claim(inlet: usize, partition: i32) -> Claim {
    Claim { inlet, partition, generation: 1 }
}

/// Hands out records with these offsets, as an inlet does.
fn receive(ledger: &Ledger, claim: Claim, offsets: &[i64]) -> Vec<Record<i64>> {
    let records: Records = offsets
        .iter()
        .map(|offset| RecordRef { offset: *offset, ..RecordRef::default() })
        .collect();
    let next = offsets.last().map_or(0, |last| last + 1);
    let batch = ledger.start(claim, &records, 0..records.len(), next);
    batch.give(0, usize::MAX);
    let record = |at| {
        let record = records.get(at).expect("a record");
        Record::from_parts(record.offset, Receipt::received(&record, &batch, at))
    };
    (0..records.len()).map(record).collect()
}

fn one(ledger: &Ledger, offset: i64) -> Record<i64> {
    receive(ledger, claim(0, 0), &[offset]).remove(0)
}

fn position(ledger: &Ledger) -> Option<i64> {
    ledger.positions().first().map(|position| position.offset)
}

/// Sends a record to a sink that has not acknowledged it.
fn send(outgoing: &mut Outgoing, record: Record<i64>) {
    let (_, receipt) = record.into_parts();
    receipt.send(outgoing, |records, key, timestamp| {
        records.push(RecordRef { key, timestamp, value: Some(b"sent"), ..RecordRef::default() });
    });
}

#[test]
fn a_record_is_settled_when_it_is_done_or_rejected() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0)]);
    let (first, second) = (one(&ledger, 7), one(&ledger, 8));
    second.reject("it is odd");
    assert_eq!(position(&ledger), None);
    first.done();
    assert_eq!(position(&ledger), Some(9));
    assert_eq!(ledger.losses(), (0, 1));
    assert_eq!(ledger.trouble(), None);
}

#[test]
fn a_record_that_was_sent_waits_for_its_acknowledgement() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0)]);
    let mut outgoing = Outgoing::default();
    let record = one(&ledger, 0);
    send(&mut outgoing, record.derive(1));
    send(&mut outgoing, record);
    let (_, mut ties) = outgoing.take();
    ties.written([1].into_iter());
    assert_eq!(position(&ledger), None, "half of it is not in the log");
    ties.written([0].into_iter());
    assert_eq!(position(&ledger), Some(1));
}

#[test]
fn what_was_made_and_not_sent_is_not_waited_for() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0)]);
    let record = one(&ledger, 0);
    let made = record.derive(1);
    record.done();
    assert_eq!(position(&ledger), None, "it may still be sent");
    drop(made);
    assert_eq!(position(&ledger), Some(1));
    assert_eq!(ledger.trouble(), None);
}

#[test]
fn a_debt_that_is_dropped_stops_the_streamlet() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0)]);
    let (first, second) = (one(&ledger, 4), one(&ledger, 5));
    drop(first.map(|value| value + 1));
    second.done();
    assert_eq!(position(&ledger), None);
    let trouble = ledger.trouble();
    let expected = Trouble::Dropped { topic: "in-0".to_owned(), partition: 0, offset: 4 };
    assert_eq!(trouble, Some(expected));
}

#[test]
fn a_debt_is_released_when_its_inlet_has_ended_or_its_partition_is_lost() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0), claim(0, 1)]);
    let lost = receive(&ledger, claim(0, 1), &[0]);
    Assignment::lost(&*ledger, &[claim(0, 1)]);
    drop(lost);
    assert_eq!((ledger.trouble(), ledger.losses()), (None, (0, 0)));
    let held = one(&ledger, 0);
    ledger.end(0);
    drop(held);
    assert_eq!((ledger.trouble(), ledger.losses()), (None, (1, 0)));
    assert_eq!(position(&ledger), None);
}

#[test]
fn what_is_dropped_while_the_streamlet_returns_is_released() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0)]);
    let (first, second) = (one(&ledger, 0), one(&ledger, 1));
    ledger.begin_turn();
    drop(first);
    assert_eq!(ledger.trouble_before_the_end(), None);
    ledger.begin_turn();
    assert!(ledger.trouble_before_the_end().is_some(), "it went on after the drop");
    drop(second);
}

#[test]
fn a_record_that_is_lost_holds_the_position() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0)]);
    let mut outgoing = Outgoing::default();
    send(&mut outgoing, one(&ledger, 0));
    let (_, mut ties) = outgoing.take();
    let error = ties.lost(0, TransportError::Closed).expect("nobody else heard it");
    Settle::lost(&*ledger, 0, error);
    one(&ledger, 1).done();
    assert_eq!(position(&ledger), None);
    let topic = "out".to_owned();
    assert_eq!(ledger.trouble(), Some(Trouble::Lost { topic, error: TransportError::Closed }));
}

#[test]
fn joined_records_are_settled_together() {
    let ledger = books(2);
    ledger.assigned(&[claim(0, 0), claim(1, 3)]);
    let (_, left) = one(&ledger, 0).into_parts();
    let (_, right) = receive(&ledger, claim(1, 3), &[5]).remove(0).into_parts();
    let mut outgoing = Outgoing::default();
    send(&mut outgoing, left.join(right).into_record(2));
    assert_eq!(ledger.positions(), []);
    let (_, mut ties) = outgoing.take();
    ties.written([0].into_iter());
    let at = |claim, offset| Position { claim, offset };
    assert_eq!(ledger.positions(), [at(claim(0, 0), 1), at(claim(1, 3), 6)]);
}

#[test]
fn partitions_are_idle_when_what_was_given_is_settled() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 4)]);
    let mut context = Context::from_waker(noop_waker_ref());
    let records = receive(&ledger, claim(0, 4), &[0, 1]);
    assert!(ledger.poll_idle(&[claim(0, 4)], &mut context).is_pending());
    assert!(ledger.poll_idle(&[claim(0, 5)], &mut context).is_ready());
    records.into_iter().for_each(Record::done);
    assert!(ledger.poll_idle(&[claim(0, 4)], &mut context).is_ready());
    assert_eq!(ledger.release(&[claim(0, 4)]), [Position { claim: claim(0, 4), offset: 2 }]);
    assert_eq!(ledger.release(&[claim(0, 4)]), []);
}

#[test]
fn a_partition_that_comes_back_is_another_one() {
    let ledger = books(1);
    ledger.assigned(&[claim(0, 0)]);
    let late = one(&ledger, 0);
    assert_eq!(ledger.release(&[claim(0, 0)]), []);
    let again = Claim { generation: 2, ..claim(0, 0) };
    ledger.assigned(&[again]);
    let records = receive(&ledger, again, &[0]);
    late.done();
    assert_eq!(ledger.positions(), [], "the late record belongs to an earlier assignment");
    records.into_iter().for_each(Record::done);
    assert_eq!(ledger.positions(), [Position { claim: again, offset: 1 }]);
}

/// What a streamlet may do next, in the model.
#[derive(Clone, Debug)]
enum Step {
    /// Receives so many records of a partition; some offsets are left out.
    Receive(i32, usize, bool),
    Done(usize),
    Send(usize, bool),
    SendPart(usize, bool),
    /// The oldest record on its way is acknowledged.
    Acknowledge,
    Join(usize, usize),
    Commit,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3_i32, 1..5_usize, any::<bool>())
            .prop_map(|(at, count, gap)| Step::Receive(at, count, gap)),
        any::<usize>().prop_map(Step::Done),
        (any::<usize>(), any::<bool>()).prop_map(|(at, now)| Step::Send(at, now)),
        (any::<usize>(), any::<bool>()).prop_map(|(at, now)| Step::SendPart(at, now)),
        Just(Step::Acknowledge),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Step::Join(one, other)),
        Just(Step::Commit),
    ]
}

/// Partitions and offsets of the records that another one was made of.
type Origins = Vec<(i32, i64)>;

/// A record in the model: how many parties each of its origins waits for.
#[derive(Default)]
struct Model {
    /// By partition: offset and open parties, in order.
    partitions: BTreeMap<i32, Vec<(i64, u32)>>,
    next: BTreeMap<i32, i64>,
    committed: BTreeMap<i32, i64>,
}

impl Model {
    fn add(&mut self, origins: &[(i32, i64)], parties: i32) {
        for (partition, offset) in origins {
            let records = self.partitions.get_mut(partition).expect("a partition");
            let record = records.iter_mut().find(|(at, _)| at == offset).expect("a record");
            record.1 = record.1.checked_add_signed(parties).expect("not below nothing");
        }
    }

    /// The position behind the settled records at the front, if there are any.
    fn position(&self, partition: i32) -> Option<i64> {
        let records = self.partitions.get(&partition)?;
        let settled = records.iter().take_while(|(_, parties)| *parties == 0).count();
        if settled == 0 {
            return None;
        }
        Some(records.get(settled).map_or(self.next[&partition], |(offset, _)| *offset))
    }
}

proptest! {
    /// The ledger agrees with a list of records that are counted one by one.
    #[test]
    fn positions_are_those_of_a_model(steps in proptest::collection::vec(step(), 1..120)) {
        let ledger = books(1);
        ledger.assigned(&[claim(0, 0), claim(0, 1), claim(0, 2)]);
        let mut model = Model::default();
        let mut held: Vec<(Record<i64>, Origins)> = Vec::new();
        let mut under_way = Vec::new();
        for step in steps {
            match step {
                Step::Receive(partition, count, has_gap) => {
                    let first = model.next.entry(partition).or_default();
                    let offsets: Vec<i64> = (0..count)
                        .map(|at| {
                            *first += if has_gap && at % 2 == 1 { 3 } else { 1 };
                            *first - 1
                        })
                        .collect();
                    let records = receive(&ledger, claim(0, partition), &offsets);
                    for (record, offset) in records.into_iter().zip(offsets) {
                        model.partitions.entry(partition).or_default().push((offset, 1));
                        held.push((record, vec![(partition, offset)]));
                    }
                }
                Step::Done(at) if !held.is_empty() => {
                    let (record, origins) = held.swap_remove(at % held.len());
                    record.done();
                    model.add(&origins, -1);
                }
                Step::Send(at, is_acknowledged) | Step::SendPart(at, is_acknowledged)
                    if !held.is_empty() =>
                {
                    let at = at % held.len();
                    let is_part = matches!(step, Step::SendPart(..));
                    let mut outgoing = Outgoing::default();
                    let origins = if is_part {
                        let (record, origins) = &held[at];
                        send(&mut outgoing, record.derive(0));
                        model.add(origins, 1);
                        origins.clone()
                    } else {
                        let (record, origins) = held.swap_remove(at);
                        send(&mut outgoing, record);
                        origins
                    };
                    let (_, ties) = outgoing.take();
                    under_way.push((ties, origins));
                    if is_acknowledged && let Some((mut ties, origins)) = under_way.pop() {
                        ties.written([0].into_iter());
                        model.add(&origins, -1);
                    }
                }
                Step::Acknowledge if !under_way.is_empty() => {
                    let (mut ties, origins) = under_way.remove(0);
                    ties.written([0].into_iter());
                    model.add(&origins, -1);
                }
                Step::Join(one, other) if held.len() > 1 => {
                    let (one, mut origins) = held.swap_remove(one % held.len());
                    let (other, others) = held.swap_remove(other % held.len());
                    origins.extend(others);
                    let joined = one.into_parts().1.join(other.into_parts().1);
                    held.push((joined.into_record(0), origins));
                }
                Step::Commit => {
                    for Position { claim, offset } in ledger.positions() {
                        model.committed.insert(claim.partition, offset);
                    }
                    for partition in 0..3 {
                        let committed = model.committed.get(&partition).copied();
                        prop_assert_eq!(committed, model.position(partition));
                    }
                }
                _ => {}
            }
        }
        prop_assert_eq!(ledger.trouble(), None);
        ledger.end(0);
    }
}
