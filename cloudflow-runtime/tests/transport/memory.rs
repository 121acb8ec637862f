//! The embedded log.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::time::Duration;

use bytes::Bytes;
use cloudflow_runtime::transport::Message;
use cloudflow_runtime::transport::memory::{MemorySettings, MemoryTransport};
use futures::FutureExt;

use crate::cases::{self, every_case};
use crate::harness::{Bench, by_partition, text, within};

// The clock stands still while anything can go on: what hangs fails at once.
macro_rules! test {
    ($module:ident, $case:ident) => {
        #[tokio::test(start_paused = true)]
        async fn $case() {
            cases::$module::$case(&Bench::new(MemoryTransport::new())).await;
        }
    };
}

every_case!(test);

fn small(records: usize, bytes: usize) -> MemoryTransport {
    MemoryTransport::with_settings(MemorySettings { records, bytes, ..MemorySettings::default() })
}

#[tokio::test(start_paused = true)]
async fn a_producer_waits_while_the_topic_is_full() {
    for (records, bytes) in [(10, usize::MAX), (usize::MAX, 20)] {
        let bench = Bench::new(small(records, bytes));
        let topic = bench.topic(2).await;
        let mut reader = bench.join(&topic, "group").await;
        let writer = bench.writer(&topic).await;
        let full = if records == 10 { 10 } else { 15 };
        writer.numbers(0..full).await;
        assert!(poll_fn(|context| writer.0.poll_ready(context)).now_or_never().is_none());
        let all = tokio::spawn(async move { writer.numbers(full..1_000).await });
        let mut read = 0;
        while read < 1_000 {
            // What is read makes no room: what is committed does.
            let delivery = reader.next().await;
            reader.finish(delivery);
            read += 1;
            if read % 5 == 0 {
                reader.commit().await;
            }
        }
        within("the producer", all).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn every_waiting_producer_goes_on() {
    let bench = Bench::new(small(1, usize::MAX));
    let topic = bench.topic(1).await;
    let mut reader = bench.join(&topic, "group").await;
    let mut producers = tokio::task::JoinSet::new();
    for number in 0..8 {
        let writer = bench.writer(&topic).await;
        producers.spawn(async move { writer.numbers(number..number + 1).await });
    }
    let mut read = BTreeSet::new();
    while read.len() < 8 {
        read.insert(reader.read(1).await.remove(0).payload);
        reader.commit().await;
    }
    within("the producers", producers.join_all()).await;
}

#[tokio::test(start_paused = true)]
async fn the_slowest_group_makes_the_producer_wait() {
    let bench = Bench::new(small(5, usize::MAX));
    let topic = bench.topic(1).await;
    let (mut fast, mut slow) = (bench.join(&topic, "fast").await, bench.join(&topic, "slow").await);
    let writer = bench.writer(&topic).await;
    writer.numbers(0..5).await;
    fast.read(5).await;
    fast.commit().await;
    assert!(poll_fn(|context| writer.0.poll_ready(context)).now_or_never().is_none());
    slow.read(1).await;
    slow.commit().await;
    writer.ready().await;
}

#[tokio::test(start_paused = true)]
async fn a_topic_without_readers_keeps_the_newest() {
    let bench = Bench::new(small(10, usize::MAX));
    let topic = bench.topic(2).await;
    bench.writer(&topic).await.numbers(0..25).await;
    let read = bench.join(&topic, "group").await.read(10).await;
    let mut numbers: Vec<usize> = read.iter().map(|read| read.payload.parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (15..25).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn records_are_kept_for_a_group_that_is_known() {
    let transport = small(10, usize::MAX);
    let bench = Bench::new(transport.clone());
    let topic = bench.topic(2).await;
    transport.register_group(&topic, "group").unwrap();
    let writer = bench.writer(&topic).await;
    let all = tokio::spawn(async move { writer.numbers(0..25).await });
    let mut reader = bench.join(&topic, "group").await;
    let mut read = BTreeSet::new();
    while read.len() < 25 {
        read.insert(reader.read(1).await.remove(0).payload);
        reader.commit().await;
    }
    within("the producer", all).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_owner_that_never_finishes_loses_its_partition_in_the_end() {
    let drain = Duration::from_secs(7);
    let settings = MemorySettings { drain, ..MemorySettings::default() };
    let bench = Bench::new(MemoryTransport::with_settings(settings));
    let topic = bench.topic(2).await;
    bench.writer(&topic).await.numbers(0..2).await;
    let mut one = bench.join(&topic, "group").await;
    let held = [one.next().await, one.next().await];
    let start = tokio::time::Instant::now();
    let mut two = bench.join(&topic, "group").await;
    let moved = two.next().await;
    assert_eq!(moved.offset, 0, "what was in flight is read again");
    assert_eq!(start.elapsed().as_secs(), drain.as_secs());
    // Its late position counts no more.
    for delivery in held {
        one.finish(delivery);
    }
    one.commit().await;
    assert_eq!(bench.transport.lag(&topic, "group").await.unwrap().behind, 1);
}

#[tokio::test(start_paused = true)]
async fn a_partition_with_many_records_does_not_keep_others_waiting() {
    let bench = Bench::new(MemoryTransport::new());
    let topic = bench.topic(3).await;
    let writer = bench.writer(&topic).await;
    for _ in 0..50 {
        writer.send(text(Some("many"), "many")).await;
    }
    writer.numbers(0..3).await;
    let read = bench.join(&topic, "group").await.read(3).await;
    assert_eq!(by_partition(&read).len(), 3, "{read:?}");
}

#[tokio::test(start_paused = true)]
async fn a_single_record_may_be_larger_than_the_topic() {
    let bench = Bench::new(small(10, 4));
    let topic = bench.topic(1).await;
    let mut reader = bench.join(&topic, "group").await;
    let payload = Some(Bytes::from_static(b"larger than four"));
    bench.writer(&topic).await.send(Message { payload, ..Message::default() }).await;
    reader.read(1).await;
}
