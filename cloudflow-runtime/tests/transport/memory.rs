//! The embedded log.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cloudflow_runtime::transport::memory::{MemoryCluster, MemorySettings};
use cloudflow_runtime::transport::{Admin, Amount, Position, TransportError};
use futures::FutureExt;

use crate::cases::{self, every_case};
use crate::harness::{Bench, Delivery, ROOMY, Reads, Writer, by_partition, sorted, text, within};

// The clock stands still while anything can go on: what hangs fails at once.
macro_rules! test {
    ($module:ident, $case:ident) => {
        #[tokio::test(start_paused = true)]
        async fn $case() {
            cases::$module::$case(&Bench::new(MemoryCluster::new())).await;
        }
    };
}

every_case!(test);

fn small(records: usize, bytes: usize) -> MemoryCluster {
    MemoryCluster::with_settings(MemorySettings { records, bytes, ..MemorySettings::default() })
}

/// A writer that waits until the log has the record before.
async fn one_by_one(bench: &Bench, topic: &str) -> Writer {
    bench.try_writer(topic, Amount { records: 1, ..ROOMY }).await.unwrap()
}

fn is_ready(writer: &Writer) -> bool {
    poll_fn(|context| writer.poll_ready(context)).now_or_never().is_some()
}

#[tokio::test(start_paused = true)]
async fn what_is_sent_waits_while_the_topic_is_full() {
    for (records, bytes, full) in [(10, usize::MAX, 10), (usize::MAX, 20, 15)] {
        let bench = Bench::new(small(records, bytes));
        let topic = bench.topic(2).await;
        let mut reader = bench.join(&topic, "group").await;
        let writer = one_by_one(&bench, &topic).await;
        for number in 0..full {
            writer.send(text(None, &number.to_string())).await;
            assert!(is_ready(&writer), "there is room for {number}");
        }
        // Three batches wait: the first for two of its records only, once there is room for one.
        let late = bench.writer(&topic).await;
        for first in [full, full + 2, full + 900] {
            let to = if first == full + 2 { full + 900 } else { (first + 2).min(1_000) };
            let to = if first == full + 900 { 1_000 } else { to };
            late.send_batch((first..to).map(|number| (text(None, &number.to_string()), None)))
                .await;
        }
        assert!(is_ready(&writer), "it has sent nothing that waits");
        writer.send(text(None, "1000")).await;
        assert!(!is_ready(&writer), "it comes after those that wait");
        let mut read = Vec::new();
        while read.len() <= 1_000 {
            assert!(bench.behind(&topic, "group").await <= u64::try_from(full).unwrap());
            // What is read makes no room: what is committed does.
            read.extend(reader.read(1).await);
            if read.len() % 5 == 0 {
                reader.commit().await;
            }
        }
        assert_eq!(sorted(&read), (0..=1_000).collect::<Vec<_>>());
        for (partition, count) in by_partition(&read) {
            let of = read.iter().filter(|read| read.partition == partition);
            let numbers: Vec<usize> = of.map(|read| read.text.parse().unwrap()).collect();
            assert!(numbers.is_sorted(), "partition {partition} of {count}: {numbers:?}");
        }
        writer.flush().await;
        late.flush().await;
    }
}

#[tokio::test(start_paused = true)]
async fn every_waiting_writer_goes_on() {
    let bench = Bench::new(small(1, usize::MAX));
    let topic = bench.topic(1).await;
    let mut reader = bench.join(&topic, "group").await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..8 {
        let writer = bench.writer(&topic).await;
        writers.spawn(async move { writer.numbers(number..number + 1).await });
    }
    let mut read = BTreeSet::new();
    while read.len() < 8 {
        read.insert(reader.read(1).await.remove(0).text);
        reader.commit().await;
    }
    within("the writers", writers.join_all()).await;
}

#[tokio::test(start_paused = true)]
async fn the_slowest_group_makes_the_writer_wait() {
    let cluster = small(5, usize::MAX);
    let bench = Bench::new(cluster.clone());
    let topic = bench.topic(1).await;
    let (mut fast, mut slow) = (bench.join(&topic, "fast").await, bench.join(&topic, "slow").await);
    let writer = one_by_one(&bench, &topic).await;
    writer.numbers(0..5).await;
    fast.read(5).await;
    fast.commit().await;
    writer.send(text(None, "5")).await;
    assert!(!is_ready(&writer));
    assert_eq!(cluster.full_topics(), [""; 0], "it may be full for a moment");
    tokio::time::advance(Duration::from_secs(90)).await;
    assert_eq!(
        cluster.full_topics(),
        [format!(
            "topic `{topic}` has been full for 90 s: it holds 5 records (5 bytes), group `slow` has \
             not committed 5 of them, and 1 more wait for room\n\
             help: see what keeps its reader, or raise `sandbox.topic_records` (5)"
        )]
    );
    slow.read(1).await;
    slow.commit().await;
    writer.ready().await;
    assert_eq!(cluster.full_topics(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn what_a_writer_that_is_gone_has_sent_waits_no_more() {
    let bench = Bench::new(small(1, usize::MAX));
    let topic = bench.topic(1).await;
    let mut reader = bench.join(&topic, "group").await;
    let [gone, stays] = [bench.writer(&topic).await, bench.writer(&topic).await];
    for (writer, number) in [(&gone, "0"), (&gone, "1"), (&stays, "2")] {
        writer.send(text(None, number)).await;
    }
    drop(gone);
    assert_eq!(sorted(&reader.read(1).await), [0]);
    reader.commit().await;
    assert_eq!(sorted(&reader.read(1).await), [2]);
    stays.flush().await;
}

#[tokio::test(start_paused = true)]
async fn a_topic_without_readers_keeps_the_newest() {
    let bench = Bench::new(small(10, usize::MAX));
    let topic = bench.topic(2).await;
    let writer = bench.writer(&topic).await;
    for sent in [0..1, 1..3, 3..25] {
        writer.numbers(sent).await;
    }
    let read = bench.join(&topic, "group").await.read(10).await;
    assert_eq!(sorted(&read), (15..25).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn records_are_kept_for_a_group_that_is_known() {
    let cluster = small(10, usize::MAX);
    let bench = Bench::new(cluster.clone());
    let topic = bench.topic(2).await;
    cluster.register_group(&topic, "group").unwrap();
    let writer = bench.writer(&topic).await;
    let all = tokio::spawn(async move { writer.numbers(0..25).await });
    let mut reader = bench.join(&topic, "group").await;
    let mut read = BTreeSet::new();
    while read.len() < 25 {
        read.insert(reader.read(1).await.remove(0).text);
        reader.commit().await;
    }
    within("the writer", all).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn records_are_kept_for_a_reader_without_a_group() {
    let bench = Bench::new(small(10, usize::MAX));
    let topic = bench.topic(1).await;
    let writer = bench.writer(&topic).await;
    writer.numbers(0..15).await;
    let mut reader = bench.read(&topic, &[(0, 2)]).await;
    let mut read = reader.read(1).await;
    assert_eq!(sorted(&read), [5], "the oldest that is kept");
    // What was handed out makes room, what was not does not.
    writer.send_batch((15..40).map(|number| (text(None, &number.to_string()), None))).await;
    writer.ready().await;
    let late = one_by_one(&bench, &topic).await;
    late.send(text(None, "40")).await;
    assert!(!is_ready(&late));
    read.extend(reader.read(35).await);
    assert_eq!(sorted(&read), (5..41).collect::<Vec<_>>());
    late.flush().await;
    // When it is gone, nothing keeps the topic from going on.
    drop(reader);
    writer.numbers(41..100).await;
}

#[tokio::test(start_paused = true)]
async fn an_owner_that_never_finishes_loses_its_partition_in_the_end() {
    let drain = Duration::from_secs(7);
    let settings = MemorySettings { drain, ..MemorySettings::default() };
    let bench = Bench::new(MemoryCluster::with_settings(settings));
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
    let late = held
        .map(|delivery| Position { claim: delivery.claim, offset: delivery.finish().offset + 1 });
    one.commit_at(late.into()).await;
    assert_eq!(bench.behind(&topic, "group").await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_move_that_is_called_off_gives_back_what_was_kept() {
    let bench = Bench::new(MemoryCluster::new());
    let topic = bench.topic(2).await;
    bench.writer(&topic).await.numbers(0..20).await;
    let mut one = bench.join(&topic, "group").await;
    let mut read = one.read(10).await;
    // Of ten records of the second partition it has taken one when the partition begins to move.
    let held = one.next().await;
    assert_eq!(held.claim.partition, 1);
    let mut two = bench.join(&topic, "group").await;
    two.gets_nothing().await;
    two.close().await;
    read.push(held.finish());
    read.extend(one.read(9).await);
    assert_eq!(sorted(&read), (0..20).collect::<Vec<_>>());
    one.gets_nothing().await;
}

#[tokio::test(start_paused = true)]
async fn a_closing_member_waits_for_what_it_was_given() {
    let bench = Bench::new(MemoryCluster::new());
    let topic = bench.topic(1).await;
    bench.writer(&topic).await.numbers(0..10).await;
    let mut one = bench.join(&topic, "group").await;
    let held = [one.next().await, one.next().await];
    let mut two = bench.join(&topic, "group").await;
    let closing = tokio::spawn(one.close());
    two.gets_nothing().await;
    held.into_iter().map(Delivery::finish).for_each(drop);
    within("the close", closing).await.unwrap();
    assert_eq!(sorted(&two.read(8).await), (2..10).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_partition_with_many_records_does_not_keep_others_waiting() {
    let bench = Bench::new(MemoryCluster::new());
    let topic = bench.topic(3).await;
    let writer = bench.writer(&topic).await;
    let many = (0..5_000).map(|_| (text(Some("many"), "many"), None));
    writer.send_batch(many).await;
    writer.numbers(0..3).await;
    let read = bench.join(&topic, "group").await.read(1_100).await;
    assert_eq!(by_partition(&read).len(), 3, "partitions take turns");
}

#[tokio::test(start_paused = true)]
async fn a_single_record_may_be_larger_than_the_topic() {
    let bench = Bench::new(small(10, 4));
    let topic = bench.topic(1).await;
    let mut reader = bench.join(&topic, "group").await;
    bench.writer(&topic).await.send(text(None, "larger than four")).await;
    reader.read(1).await;
}

#[tokio::test(start_paused = true)]
async fn readers_of_a_sealed_topic_end_when_they_have_read_all() {
    let cluster = small(10, usize::MAX);
    let bench = Bench::new(cluster.clone());
    let topic = bench.topic(2).await;
    let [mut one, mut two] = [bench.join(&topic, "group").await, bench.join(&topic, "group").await];
    let writer = bench.writer(&topic).await;
    writer.send_batch((0..16).map(|number| (text(None, &number.to_string()), None))).await;
    assert!(cluster.seal(&topic));
    let mut read = one.read(5).await;
    read.extend(two.read(5).await);
    // What waits for room comes too.
    assert!(one.try_next().now_or_never().is_none());
    one.commit().await;
    two.commit().await;
    read.extend(one.read(3).await);
    read.extend(two.read(3).await);
    assert_eq!(sorted(&read), (0..16).collect::<Vec<_>>());
    for reader in [&mut one, &mut two] {
        assert!(within("the end", reader.try_next()).await.unwrap().is_none());
    }
    assert!(bench.read(&topic, &[(0, 99)]).await.try_next().await.unwrap().is_none());

    // Who writes now comes too late.
    writer.send(text(None, "late")).await;
    let losses = writer.losses();
    assert!(matches!(&losses[..], [TransportError::Refused { .. }]), "{losses:?}");
    // Unless somebody opens the topic anew.
    let writer = bench.writer(&topic).await;
    writer.numbers(16..18).await;
    assert_eq!(sorted(&[one.read(1).await, two.read(1).await].concat()), [16, 17]);
}

#[tokio::test(start_paused = true)]
async fn a_member_that_waits_is_told_of_the_end() {
    let cluster = MemoryCluster::new();
    let bench = Bench::new(cluster.clone());
    let topic = bench.topic(1).await;
    // One of them has no partition.
    let [mut one, mut two] = [bench.join(&topic, "group").await, bench.join(&topic, "group").await];
    let ends = tokio::spawn(async move { (one.try_next().await, two.try_next().await) });
    tokio::task::yield_now().await;
    cluster.seal(&topic);
    let (one, two) = within("the ends", ends).await.unwrap();
    assert!(one.unwrap().is_none() && two.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn members_of_a_group_read_the_same() {
    let bench = Bench::new(MemoryCluster::new());
    let (one, two) = (bench.named_topic("one", 1).await, bench.named_topic("two", 1).await);
    let join = async |topic: &str| {
        let reads = Reads { topics: &[topic], co_partitioned: &[], bound: ROOMY };
        bench.try_join(reads, "group").await
    };
    let member = join(&one).await.unwrap();
    let error = join(&two).await.err().unwrap().to_string();
    assert_eq!(
        error,
        format!(
            "the embedded log: a member of group `group` reads `{one}`, another one `{two}`, or \
             joins them otherwise\nhelp: give each instance a group of its own"
        )
    );
    // The next release may read others.
    member.close().await;
    join(&two).await.unwrap();
}

/// With threads, a wake that gets lost is a test that hangs.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn threads_that_meet_lose_nothing() {
    const TOTAL: usize = 40_000;
    let bench = Bench::new(small(60, usize::MAX));
    let topic = bench.topic(3).await;
    let mut members = tokio::task::JoinSet::new();
    // Two stay, the others come and go.
    for life in [usize::MAX, usize::MAX, 500, 1_000, 1_500] {
        let bound = Amount { records: 40, ..ROOMY };
        let reads = Reads { topics: &[&topic], co_partitioned: &[], bound };
        let mut reader = bench.try_join(reads, "group").await.unwrap();
        members.spawn(async move {
            let mut read = Vec::new();
            while read.len() < life
                && let Some(delivery) = reader.try_next().await.unwrap()
            {
                read.push(delivery.finish().text.parse::<usize>().unwrap());
                if read.len() % 10 == 0 {
                    reader.commit().await;
                }
            }
            reader.close().await;
            read
        });
    }
    let writer = one_by_one(&bench, &topic).await;
    for first in (0..TOTAL).step_by(8) {
        writer
            .send_batch((first..first + 8).map(|number| (text(None, &number.to_string()), None)))
            .await;
    }
    writer.flush().await;
    bench.admin().seal(&topic);
    let read = within("the members", members.join_all()).await;
    let mut read: Vec<usize> = read.concat();
    read.sort_unstable();
    assert_eq!(read, (0..TOTAL).collect::<Vec<_>>());
}

/// A record comes at the very moment when its reader begins to wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wake_is_never_lost() {
    const TOTAL: usize = 20_000;
    let bench = Bench::new(MemoryCluster::new());
    let topic = bench.topic(1).await;
    let mut reader = bench.join(&topic, "group").await;
    let writer = bench.writer(&topic).await;
    let read = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&read);
    let sending = std::thread::spawn(move || {
        for number in 0..TOTAL {
            while seen.load(Ordering::Acquire) < number {
                std::thread::yield_now();
            }
            writer.send_now([(text(None, "next"), None)]);
        }
    });
    // The task has no timer: one would wake it, and so hide what is looked for.
    let reading = tokio::spawn(async move {
        for number in 1..=TOTAL {
            reader.try_next().await.unwrap().unwrap().finish();
            read.store(number, Ordering::Release);
            if number % 1_000 == 0 {
                reader.commit().await;
            }
        }
    });
    within("all records", reading).await.unwrap();
    sending.join().unwrap();
}
