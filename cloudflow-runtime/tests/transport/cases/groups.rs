//! Consumer groups: who sees what, from where, and how far behind.

use std::sync::Arc;

use cloudflow_runtime::transport::{Lag, TransportError};

use crate::harness::{Bench, Read, sorted, text, within};

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
    let lag = async |committed, end| {
        assert_eq!(bench.lag(&topic, &group).await, [Lag { committed, end }; 2]);
    };
    lag(0, 0).await;
    bench.writer(&topic).await.numbers(0..20).await;
    lag(0, 10).await;
    let mut reader = bench.join(&topic, &group).await;
    reader.read(20).await;
    // Read is not committed.
    lag(0, 10).await;
    reader.commit().await;
    lag(10, 10).await;
    bench.writer(&topic).await.numbers(20..24).await;
    lag(10, 12).await;
    assert_eq!(bench.behind(&topic, &group).await, 4);
}

pub(crate) async fn a_closed_member_gets_nothing(bench: &Bench) {
    let (topic, group) = (bench.topic(1).await, bench.name("group"));
    let mut reader = bench.join(&topic, &group).await;
    bench.writer(&topic).await.numbers(0..2).await;
    reader.read(1).await;
    let commits = Arc::clone(reader.commits.as_ref().unwrap());
    within("close", commits.close()).await;
    let closed = within("the end", reader.try_next()).await;
    assert_eq!(closed.unwrap_err(), TransportError::Closed);
    // What it finished is committed, also when nobody asked for it; closing again is no error.
    within("close", commits.close()).await;
    assert_eq!(bench.behind(&topic, &group).await, 1);
    reader.commit().await;
}

pub(crate) async fn partitions_are_read_from_offsets_without_a_group(bench: &Bench) {
    let (topic, group) = (bench.topic(3).await, bench.name("group"));
    let writer = bench.writer(&topic).await;
    // Sent one by one without keys, record n is number n / 3 of partition n % 3.
    for number in 0..30 {
        writer.send(text(None, &number.to_string())).await;
    }
    writer.flush().await;
    for _ in 0..2 {
        // Who reads so leaves everything where it is.
        let mut reader = bench.read(&topic, &[(2, 4), (0, 8), (1, 10)]).await;
        let read = reader.read(8).await;
        assert_eq!(sorted(&read), [14, 17, 20, 23, 24, 26, 27, 29]);
        let offsets = read.iter().filter(|read| read.partition == 2).map(|read| read.offset);
        assert_eq!(offsets.collect::<Vec<_>>(), [4, 5, 6, 7, 8, 9]);
        reader.gets_nothing().await;
    }
    // It gets what comes, of its own partitions.
    let mut reader = bench.read(&topic, &[(1, 10)]).await;
    writer.send_batch((30..33).map(|number| (text(None, &number.to_string()), None))).await;
    assert_eq!(sorted(&reader.read(1).await), [31]);
    assert_eq!(bench.behind(&topic, &group).await, 33);
}
