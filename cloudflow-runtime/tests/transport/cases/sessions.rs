//! Several inlets in one group.

use std::collections::{BTreeMap, BTreeSet};

use cloudflow_runtime::transport::TransportError;

use crate::harness::{Bench, Delivery, ROOMY, Read, Reader, Reads, sorted, within};

/// Two topics of so many partitions each.
async fn two_topics(bench: &Bench, partitions: [u32; 2]) -> [String; 2] {
    let one = bench.named_topic("one", partitions[0]).await;
    [one, bench.named_topic("two", partitions[1]).await]
}

async fn join_both(bench: &Bench, topics: &[String; 2], joined: bool) -> Reader {
    let joined = if joined { vec![vec![0, 1]] } else { Vec::new() };
    let topics = topics.each_ref().map(String::as_str);
    let reads = Reads { topics: &topics, co_partitioned: &joined, bound: ROOMY };
    bench.try_join(reads, &bench.name("group")).await.unwrap()
}

pub(crate) async fn one_group_reads_two_topics(bench: &Bench) {
    let (topics, group) = (two_topics(bench, [2, 3]).await, bench.name("group"));
    let mut reader = join_both(bench, &topics, false).await;
    bench.writer(&topics[0]).await.numbers(0..20).await;
    bench.writer(&topics[1]).await.numbers(20..50).await;
    assert_eq!(sorted(&reader.read_of(1, 30).await), (20..50).collect::<Vec<_>>());
    reader.commit().await;
    assert_eq!(bench.behind(&topics[0], &group).await, 20, "nothing of it was read");
    assert_eq!(bench.behind(&topics[1], &group).await, 0);
    assert_eq!(sorted(&reader.read_of(0, 20).await), (0..20).collect::<Vec<_>>());
    reader.close().await;

    // The next one goes on where the group is in both.
    bench.writer(&topics[0]).await.numbers(50..51).await;
    bench.writer(&topics[1]).await.numbers(51..52).await;
    let mut reader = join_both(bench, &topics, false).await;
    let read = reader.read(2).await;
    assert_eq!(sorted(&read), [50, 51]);
    assert_eq!(read.iter().map(|read| read.inlet).collect::<BTreeSet<_>>(), BTreeSet::from([0, 1]));
}

pub(crate) async fn two_inlets_read_one_topic(bench: &Bench) {
    let topic = bench.topic(2).await;
    let topics = [topic.clone(), topic.clone()];
    let mut reader = join_both(bench, &topics, false).await;
    bench.writer(&topic).await.numbers(0..20).await;
    for inlet in [1, 0] {
        let read = reader.read_of(inlet, 20).await;
        assert!(read.iter().all(|read| read.inlet == inlet));
        assert_eq!(sorted(&read), (0..20).collect::<Vec<_>>());
        reader.commit().await;
        // The group has passed what both have.
        let behind = if inlet == 1 { 20 } else { 0 };
        assert_eq!(bench.behind(&topic, &bench.name("group")).await, behind);
    }
}

pub(crate) async fn co_partitioned_inlets_move_together(bench: &Bench) {
    let topics = two_topics(bench, [4, 4]).await;
    let mut one = join_both(bench, &topics, true).await;
    bench.writer(&topics[0]).await.numbers(0..4).await;
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(one.next_of(0).await);
    }
    bench.writer(&topics[1]).await.numbers(4..8).await;
    let mut two = join_both(bench, &topics, true).await;
    // Nothing of the second inlet is in flight, but what belongs to it is.
    two.gets_nothing().await;
    held.into_iter().map(Delivery::finish).for_each(drop);

    let writers = [bench.writer(&topics[0]).await, bench.writer(&topics[1]).await];
    let mut seen = BTreeMap::new();
    let mut came = 0;
    let mut rounds = 0;
    // Until both have had two partitions in one round.
    loop {
        let expected = 4 + rounds * 8;
        while came < expected {
            let (member, read) = next_of_both(&mut one, &mut two).await;
            let Read { inlet, partition, .. } = read;
            seen.insert((inlet, partition), member);
            came += 1;
        }
        let of =
            |inlet| -> Vec<_> { (0..4).filter_map(|at| seen.get(&(inlet, at)).copied()).collect() };
        let (first, second) = (of(0), of(1));
        if first.len() == 4 && first == second && first.iter().sum::<usize>() == 2 {
            break;
        }
        seen.clear();
        rounds += 1;
        writers[0].numbers(rounds * 8..rounds * 8 + 4).await;
        writers[1].numbers(rounds * 8 + 4..rounds * 8 + 8).await;
    }
}

/// The next record of either member, and which one has it.
async fn next_of_both(one: &mut Reader, two: &mut Reader) -> (usize, Read) {
    within("a record", async {
        tokio::select! {
            delivery = one.try_next() => (0, delivery.unwrap().unwrap().finish()),
            delivery = two.try_next() => (1, delivery.unwrap().unwrap().finish()),
        }
    })
    .await
}

pub(crate) async fn unequal_partitions_of_joined_inlets_are_an_error(bench: &Bench) {
    let topics = two_topics(bench, [2, 3]).await;
    bench.writer(&topics[0]).await.numbers(0..2).await;
    let mut reader = join_both(bench, &topics, true).await;
    let error = within("an error", reader.try_next()).await.unwrap_err();
    is_unequal(&error, &topics);
}

pub(crate) async fn joined_topics_that_grow_apart_are_an_error(bench: &Bench) {
    let topics = two_topics(bench, [2, 2]).await;
    let mut reader = join_both(bench, &topics, true).await;
    bench.writer(&topics[0]).await.numbers(0..2).await;
    reader.read(2).await;
    bench.create(&bench.spec("two", 3)).await.unwrap();
    let error = within("an error", reader.try_next()).await.unwrap_err();
    is_unequal(&error, &topics);
}

fn is_unequal(error: &TransportError, topics: &[String; 2]) {
    assert!(matches!(error, TransportError::Topic { .. }), "{error:?}");
    let text = error.to_string();
    assert!(topics.iter().all(|topic| text.contains(topic.as_str())), "{text}");
    assert!(text.contains("\nhelp: "), "{text}");
}
