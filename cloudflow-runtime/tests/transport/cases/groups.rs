//! Consumer groups: who sees what, from where, and how far behind.

use cloudflow_runtime::transport::{Lag, TransportError};

use crate::harness::{Bench, Read, within};

fn sorted(read: &[Read]) -> Vec<usize> {
    let mut numbers: Vec<usize> = read.iter().map(|read| read.payload.parse().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

pub(crate) async fn a_new_group_starts_at_the_earliest_record(bench: &Bench) {
    let topic = bench.topic(2).await;
    let writer = bench.writer(&topic).await;
    writer.numbers(0..10).await;
    let mut reader = bench.join(&topic, &bench.name("group")).await;
    assert_eq!(sorted(&reader.read(10).await), (0..10).collect::<Vec<_>>());
    writer.numbers(10..20).await;
    assert_eq!(sorted(&reader.read(10).await), (10..20).collect::<Vec<_>>());
}

pub(crate) async fn two_groups_both_see_all(bench: &Bench) {
    let topic = bench.topic(3).await;
    let mut one = bench.join(&topic, &bench.name("one")).await;
    let mut two = bench.join(&topic, &bench.name("two")).await;
    bench.writer(&topic).await.numbers(0..50).await;
    let (one, two) = tokio::join!(one.read(50), two.read(50));
    assert_eq!(sorted(&one), (0..50).collect::<Vec<_>>());
    assert_eq!(sorted(&two), (0..50).collect::<Vec<_>>());
}

pub(crate) async fn a_group_resumes_where_it_committed(bench: &Bench) {
    let (topic, group) = (bench.topic(1).await, bench.name("group"));
    bench.writer(&topic).await.numbers(0..30).await;
    let mut reader = bench.join(&topic, &group).await;
    reader.read(10).await;
    reader.commit().await;
    let held = reader.next().await;
    assert_eq!(Read::from(&held).offset, 10);
    // It goes down with a record in its hands.
    drop((reader, held));
    let mut again = bench.join(&topic, &group).await;
    assert_eq!(sorted(&again.read(20).await), (10..30).collect::<Vec<_>>());
    again.commit().await;
    again.close().await;

    bench.writer(&topic).await.numbers(30..31).await;
    let mut after = bench.join(&topic, &group).await;
    assert_eq!(sorted(&after.read(1).await), [30], "what was committed does not come again");
}

pub(crate) async fn lag_counts_what_is_not_committed(bench: &Bench) {
    let (topic, group) = (bench.topic(2).await, bench.name("group"));
    let lag = || async { within("lag", bench.transport.lag(&topic, &group)).await.unwrap() };
    assert_eq!(lag().await, Lag { behind: 0, end: 0 });
    bench.writer(&topic).await.numbers(0..20).await;
    assert_eq!(lag().await, Lag { behind: 20, end: 20 }, "nothing is committed");
    let mut reader = bench.join(&topic, &group).await;
    reader.read(20).await;
    assert_eq!(lag().await, Lag { behind: 20, end: 20 }, "read is not committed");
    reader.commit().await;
    assert_eq!(lag().await, Lag { behind: 0, end: 20 });
    bench.writer(&topic).await.numbers(20..23).await;
    assert_eq!(lag().await, Lag { behind: 3, end: 23 });
}

pub(crate) async fn a_closed_member_gets_nothing(bench: &Bench) {
    let (topic, group) = (bench.topic(1).await, bench.name("group"));
    let mut reader = bench.join(&topic, &group).await;
    bench.writer(&topic).await.numbers(0..2).await;
    reader.read(1).await;
    within("close", reader.committer.close()).await;
    let closed = within("the end", reader.try_next()).await;
    assert_eq!(closed.map(|delivery| delivery.offset), Err(TransportError::Closed));
    // What it finished is committed, also when nobody asked for it; closing again is no error.
    within("close", reader.committer.close()).await;
    assert_eq!(within("lag", bench.transport.lag(&topic, &group)).await.unwrap().behind, 1);
    reader.commit().await;
}
