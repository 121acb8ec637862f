//! Partitions that go from one member of a group to another.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use cloudflow_runtime::transport::Position;

use crate::harness::{Bench, Delivery, Read, Reader, within};

/// Both members read until each has had records of two partitions that the other does not have.
async fn settle(bench: &Bench, topic: &str, one: &mut Reader, two: &mut Reader) {
    let writer = bench.writer(topic).await;
    let mut last = [BTreeSet::new(), BTreeSet::new()];
    let mut round = 0;
    while last.iter().any(|partitions| partitions.len() != 2) {
        // A round: one record to each partition, read by whoever has the partition.
        writer.numbers(round * 4..(round + 1) * 4).await;
        round += 1;
        last = [BTreeSet::new(), BTreeSet::new()];
        while last.iter().map(BTreeSet::len).sum::<usize>() < 4 {
            let (reader, delivery) = within("a record", async {
                tokio::select! {
                    delivery = one.try_next() => (0, delivery.unwrap().unwrap()),
                    delivery = two.try_next() => (1, delivery.unwrap().unwrap()),
                }
            })
            .await;
            let read = delivery.finish();
            last[1 - reader].remove(&read.partition);
            last[reader].insert(read.partition);
        }
        one.commit().await;
        two.commit().await;
    }
    assert!(last[0].is_disjoint(&last[1]), "{last:?}");
}

pub(crate) async fn two_members_share_partitions(bench: &Bench) {
    let (topic, group) = (bench.topic(4).await, bench.name("group"));
    let mut one = bench.join(&topic, &group).await;
    bench.writer(&topic).await.numbers(0..4).await;
    let alone: BTreeSet<i32> = one.read(4).await.iter().map(|read| read.partition).collect();
    assert_eq!(alone, BTreeSet::from([0, 1, 2, 3]));
    let mut two = bench.join(&topic, &group).await;
    settle(bench, &topic, &mut one, &mut two).await;
}

pub(crate) async fn a_member_that_leaves_hands_over(bench: &Bench) {
    let (topic, group) = (bench.topic(4).await, bench.name("group"));
    let mut one = bench.join(&topic, &group).await;
    let mut two = bench.join(&topic, &group).await;
    settle(bench, &topic, &mut one, &mut two).await;
    two.close().await;
    bench.writer(&topic).await.numbers(0..40).await;
    let read = one.read(40).await;
    let partitions: BTreeSet<i32> = read.iter().map(|read| read.partition).collect();
    assert_eq!(partitions, BTreeSet::from([0, 1, 2, 3]));
    let numbers: BTreeSet<&str> = read.iter().map(|read| &*read.text).collect();
    assert_eq!(numbers.len(), 40, "nothing comes twice");
}

pub(crate) async fn records_of_a_lost_member_are_read_again(bench: &Bench) {
    let (topic, group) = (bench.topic(4).await, bench.name("group"));
    let mut one = bench.join(&topic, &group).await;
    let mut two = bench.join(&topic, &group).await;
    settle(bench, &topic, &mut one, &mut two).await;
    bench.writer(&topic).await.numbers(1000..1040).await;
    let held = [two.next().await, two.next().await];
    let lost: Vec<Read> = held.iter().map(Read::from).collect();
    drop((two, held));
    let read: BTreeSet<Read> = one.read(40).await.into_iter().collect();
    for lost in lost {
        assert!(read.contains(&lost), "{lost:?} comes again");
    }
    assert_eq!(read.len(), 40);
}

pub(crate) async fn a_partition_waits_for_its_records_in_flight(bench: &Bench) {
    let (topic, group) = (bench.topic(2).await, bench.name("group"));
    let writer = bench.writer(&topic).await;
    writer.numbers(0..2).await;
    let mut one = bench.join(&topic, &group).await;
    let held = [one.next().await, one.next().await];
    assert_eq!(held.each_ref().map(|delivery| delivery.offset), [0, 0]);
    let mut two = bench.join(&topic, &group).await;
    // Nothing moves while its records are in flight.
    two.gets_nothing().await;
    for delivery in held {
        delivery.finish();
    }
    writer.numbers(2..4).await;
    let (kept, moved) = tokio::join!(one.next(), two.next());
    assert_eq!((kept.offset, moved.offset), (1, 1), "what was in flight is not read again");
    assert_ne!(kept.claim.partition, moved.claim.partition);
}

pub(crate) async fn a_partition_that_moved_is_not_committed_by_its_old_owner(bench: &Bench) {
    let (topic, group) = (bench.topic(2).await, bench.name("group"));
    let writer = bench.writer(&topic).await;
    writer.numbers(0..2).await;
    let mut one = bench.join(&topic, &group).await;
    let old: Vec<Position> = [one.next().await, one.next().await]
        .map(|delivery| Position { claim: delivery.claim, offset: delivery.finish().offset + 1 })
        .into();
    let mut two = bench.join(&topic, &group).await;
    writer.numbers(2..4).await;
    let (kept, moved) = tokio::join!(one.next(), two.next());
    // What was done before it moved was committed then; what is behind it is not the old owner's.
    let late = old.iter().map(|position| Position { offset: 2, ..*position }).collect();
    assert_eq!(bench.behind(&topic, &group).await, 3, "one record was committed when it moved");
    one.commit_at(late).await;
    assert_eq!(bench.behind(&topic, &group).await, 1);
    drop((kept, moved));
}

/// Members that join and leave while others read: all that behave see every record once.
pub(crate) async fn members_that_come_and_go_read_everything_once(bench: &Bench) {
    const TOTAL: usize = 3_000;
    let (topic, group) = (bench.topic(6).await, bench.name("group"));
    let seen = Arc::new(Seen::default());
    let mut members = JoinSet::new();
    let first = bench.join(&topic, &group).await;
    members.spawn(read_all(first, Arc::clone(&seen), usize::MAX));
    let writer = bench.writer(&topic).await;
    for joining in 0..3 {
        let range = joining * TOTAL / 3..(joining + 1) * TOTAL / 3;
        writer.numbers(range.clone()).await;
        // The second member leaves again in the middle.
        let limit = if joining == 0 { 200 } else { usize::MAX };
        let member = bench.join(&topic, &group).await;
        members.spawn(read_all(member, Arc::clone(&seen), limit));
        seen.wait_for(range.end - 300).await;
    }
    seen.wait_for(TOTAL).await;
    members.shutdown().await;
    let mut read = seen.read.lock().unwrap().clone();
    read.sort_unstable();
    assert_eq!(read, (0..TOTAL).collect::<Vec<_>>(), "every record once");
}

#[derive(Default)]
struct Seen {
    read: Mutex<Vec<usize>>,
    changed: Notify,
}

impl Seen {
    async fn wait_for(&self, count: usize) {
        within("all records", async {
            loop {
                let changed = self.changed.notified();
                if self.read.lock().unwrap().len() >= count {
                    return;
                }
                changed.await;
            }
        })
        .await;
    }
}

/// Reads up to a limit, with a few records in flight, and closes.
async fn read_all(mut reader: Reader, seen: Arc<Seen>, limit: usize) {
    let mut in_flight: Vec<Delivery> = Vec::new();
    for count in 1..=limit {
        let next = reader.try_next().now_or_never();
        // Before it waits, it is done with all, as a streamlet that asks for more.
        if next.is_none() || in_flight.len() > 7 {
            in_flight.drain(..).map(Delivery::finish).for_each(drop);
        }
        let delivery = match next {
            Some(delivery) => delivery,
            None => reader.try_next().await,
        };
        let delivery = delivery.unwrap().unwrap();
        seen.read.lock().unwrap().push(delivery.text().parse().unwrap());
        seen.changed.notify_waiters();
        in_flight.push(delivery);
        if count % 50 == 0 {
            reader.commit().await;
        }
    }
    in_flight.drain(..).map(Delivery::finish).for_each(drop);
    reader.close().await;
}
