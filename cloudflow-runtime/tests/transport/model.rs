//! Random sends, reads, commits, joins and leaves on the embedded log, against what must hold of any.

use std::collections::{BTreeMap, BTreeSet};

use cloudflow_runtime::transport::Amount;
use cloudflow_runtime::transport::memory::{MemoryCluster, MemorySettings};
use futures::FutureExt;
use proptest::prelude::*;

use crate::harness::{Bench, Delivery, ROOMY, Read, Reader, Reads, Writer, text};

/// What happens next; a member is the one at this place, counted around.
#[derive(Clone, Debug)]
enum Step {
    Send {
        topic: usize,
        records: usize,
        keyed: bool,
    },
    Join,
    /// A member is done with what it holds, and leaves.
    Leave(usize),
    /// A member is gone with what it holds.
    Vanish(usize),
    Read {
        member: usize,
        records: usize,
    },
    /// A member is done with so many of the records that it holds, not in their order.
    Finish {
        member: usize,
        records: usize,
    },
    Commit(usize),
}

#[derive(Clone, Debug)]
struct Plan {
    partitions: u32,
    is_joined: bool,
    topic_bound: usize,
    inlet_bound: usize,
    steps: Vec<Step>,
}

fn step() -> impl Strategy<Value = Step> {
    let member = 0..4_usize;
    prop_oneof![
        4 => (0..2_usize, prop_oneof![1..5_usize, 60..200_usize], any::<bool>())
            .prop_map(|(topic, records, keyed)| Step::Send { topic, records, keyed }),
        2 => Just(Step::Join),
        1 => member.clone().prop_map(Step::Leave),
        1 => member.clone().prop_map(Step::Vanish),
        8 => (member.clone(), prop_oneof![1..5_usize, 60..200_usize])
            .prop_map(|(member, records)| Step::Read { member, records }),
        6 => (member.clone(), 1..200_usize)
            .prop_map(|(member, records)| Step::Finish { member, records }),
        4 => member.prop_map(Step::Commit),
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    let bound = || prop_oneof![1..20_usize, 100..1_000_usize];
    (1..4_u32, any::<bool>(), bound(), bound(), prop::collection::vec(step(), 1..80)).prop_map(
        |(partitions, is_joined, topic_bound, inlet_bound, steps)| Plan {
            partitions,
            is_joined,
            topic_bound,
            inlet_bound,
            steps,
        },
    )
}

struct Member {
    name: usize,
    reader: Reader,
    held: Vec<Delivery>,
}

/// What was sent and read.
#[derive(Default)]
struct Seen {
    sent: usize,
    /// Every record, and how often it was read.
    read: BTreeMap<Read, usize>,
    /// The offset that comes next, for each assignment of a partition.
    next: BTreeMap<(usize, i32, u64), i64>,
    /// Who has a partition in which assignment.
    owners: BTreeMap<(usize, i32), (u64, usize)>,
}

impl Seen {
    fn take(&mut self, member: usize, delivery: &Delivery, plan: &Plan) {
        let claim = delivery.claim;
        *self.read.entry(Read::from(delivery)).or_default() += 1;
        let key = (claim.inlet, claim.partition, claim.generation);
        let offset = delivery.offset;
        let next = self.next.entry(key).or_insert(offset);
        assert_eq!(offset, *next, "without a gap in {claim:?}");
        *next += 1;
        // Joined inlets have one owner for both partitions of a number.
        let inlet = if plan.is_joined { 0 } else { claim.inlet };
        let owner = self.owners.entry((inlet, claim.partition)).or_insert((0, member));
        assert!(owner.0 <= claim.generation, "{claim:?} comes after generation {}", owner.0);
        if owner.0 == claim.generation {
            assert_eq!(owner.1, member, "{claim:?} has one owner");
        }
        *owner = (claim.generation, member);
    }
}

async fn run(plan: &Plan) {
    let records = plan.topic_bound;
    let settings = MemorySettings { records, ..MemorySettings::default() };
    let bench = Bench::new(MemoryCluster::with_settings(settings));
    let topics = [
        bench.named_topic("one", plan.partitions).await,
        bench.named_topic("two", plan.partitions).await,
    ];
    let mut members = vec![join(&bench, &topics, plan, 0).await];
    let writers = [bench.writer(&topics[0]).await, bench.writer(&topics[1]).await];
    let (mut seen, mut joined, mut has_vanished) = (Seen::default(), 1, false);
    for step in &plan.steps {
        let count = members.len();
        match *step {
            Step::Send { topic, records, keyed } => {
                send(&writers[topic], seen.sent..seen.sent + records, keyed);
                seen.sent += records;
            }
            Step::Join if count < 4 => {
                members.push(join(&bench, &topics, plan, joined).await);
                joined += 1;
            }
            Step::Leave(member) if count > 1 => {
                let Member { reader, held, .. } = members.remove(member % count);
                held.into_iter().map(Delivery::finish).for_each(drop);
                reader.close().await;
            }
            Step::Vanish(member) if count > 1 => {
                let member = members.remove(member % count);
                has_vanished = true;
                drop(member);
            }
            Step::Read { member, records } => {
                let member = &mut members[member % count];
                read(member, records, &mut seen, plan);
            }
            Step::Finish { member, records } => {
                let member = &mut members[member % count];
                for _ in 0..records.min(member.held.len()) {
                    // From both ends: later ones may be done first.
                    let at = if seen.read.len() % 2 == 0 { 0 } else { member.held.len() - 1 };
                    member.held.remove(at).finish();
                }
            }
            Step::Commit(member) => members[member % count].reader.commit().await,
            Step::Join | Step::Leave(_) | Step::Vanish(_) => {}
        }
    }
    // All are done with everything, over and over, until nothing is left.
    let group = bench.name("group");
    let mut rounds = 0;
    while bench.behind(&topics[0], &group).await + bench.behind(&topics[1], &group).await > 0
        || writers.iter().any(|writer| !writer.is_flushed())
    {
        for member in &mut members {
            read(member, usize::MAX, &mut seen, plan);
            member.held.drain(..).map(Delivery::finish).for_each(drop);
            member.reader.commit().await;
        }
        rounds += 1;
        assert!(
            rounds < 10_000,
            "something is not read: {:?}",
            bench.lag(&topics[0], &group).await
        );
    }
    check(&seen, has_vanished);
}

fn check(seen: &Seen, has_vanished: bool) {
    let numbers: BTreeSet<usize> =
        seen.read.keys().map(|read| read.text.parse().unwrap()).collect();
    assert_eq!(numbers, (0..seen.sent).collect(), "everything is read");
    assert_eq!(seen.read.len(), seen.sent, "a record has one place");
    if !has_vanished {
        let twice = seen.read.iter().find(|(_, count)| **count > 1);
        assert_eq!(twice, None, "once");
    }
    // The order of a partition is that of sending: records sort by inlet, partition and offset.
    let mut last = None;
    for Read { inlet, partition, offset, text } in seen.read.keys() {
        let number: usize = text.parse().unwrap();
        match last {
            Some((place, at, before)) if place == (*inlet, *partition) => {
                assert!(at + 1 == *offset && before < number, "{text} after {before}");
            }
            _ => assert_eq!(*offset, 0),
        }
        last = Some(((*inlet, *partition), *offset, number));
    }
}

async fn join(bench: &Bench, topics: &[String; 2], plan: &Plan, name: usize) -> Member {
    let topics = topics.each_ref().map(String::as_str);
    let joined = if plan.is_joined { vec![vec![0, 1]] } else { Vec::new() };
    let bound = Amount { records: plan.inlet_bound, ..ROOMY };
    let reads = Reads { topics: &topics, co_partitioned: &joined, bound };
    let reader = bench.try_join(reads, &bench.name("group")).await.unwrap();
    Member { name, reader, held: Vec::new() }
}

fn send(writer: &Writer, numbers: std::ops::Range<usize>, keyed: bool) {
    let messages = numbers.map(|number| {
        let key = (number % 5).to_string();
        (text(keyed.then_some(&*key), &number.to_string()), None)
    });
    writer.send_now(messages);
}

/// A member takes what it gets without waiting.
fn read(member: &mut Member, most: usize, seen: &mut Seen, plan: &Plan) {
    for _ in 0..most {
        let Some(next) = member.reader.try_next().now_or_never() else { return };
        let delivery = next.unwrap().unwrap();
        seen.take(member.name, &delivery, plan);
        member.held.push(delivery);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_record_is_read_in_order_and_once_if_members_behave(plan in plan()) {
        // The clock stands still: no member loses a partition since it takes long.
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build().unwrap();
        runtime.block_on(run(&plan));
    }
}
