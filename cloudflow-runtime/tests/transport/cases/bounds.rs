//! Inlets that may have no more in flight.

use cloudflow_runtime::transport::Amount;

use crate::harness::{Bench, Delivery, ROOMY, Reads, sorted, text, within};

pub(crate) async fn no_more_is_in_flight_than_the_bound(bench: &Bench) {
    for bound in [Amount { records: 3, ..ROOMY }, Amount { bytes: 35, ..ROOMY }] {
        let topic = bench.named_topic(&format!("records-{}", bound.records), 2).await;
        let reads = Reads { topics: &[&topic], co_partitioned: &[], bound };
        let mut reader = bench.try_join(reads, &bench.name("group")).await.unwrap();
        bench
            .writer(&topic)
            .await
            .send_batch((0..12).map(|_| (text(None, "ten bytes."), None)))
            .await;
        let mut read = 0;
        while read < 12 {
            let held = [reader.next().await, reader.next().await, reader.next().await];
            reader.gets_nothing().await;
            read += held.map(|delivery| drop(delivery.finish())).len();
        }
    }
}

pub(crate) async fn a_record_above_the_bound_passes_alone(bench: &Bench) {
    let topic = bench.topic(1).await;
    let bound = Amount { bytes: 100, ..ROOMY };
    let reads = Reads { topics: &[&topic], co_partitioned: &[], bound };
    let mut reader = bench.try_join(reads, &bench.name("group")).await.unwrap();
    let large = "large".repeat(1_000);
    let writer = bench.writer(&topic).await;
    writer.send_batch(["before", &large, "after"].map(|value| (text(None, value), None))).await;
    for expected in ["before", &*large, "after"] {
        let held = reader.next().await;
        assert_eq!(held.text(), expected);
        if expected != "after" {
            reader.gets_nothing().await;
        }
        held.finish();
    }
}

pub(crate) async fn an_inlet_at_its_bound_stops_nothing_else(bench: &Bench) {
    let (full, free) = (bench.named_topic("full", 1).await, bench.named_topic("free", 3).await);
    let group = bench.name("group");
    let bound = Amount { records: 10, ..ROOMY };
    let topics = [&*full, &*free];
    let reads = || Reads { topics: &topics, co_partitioned: &[], bound };
    let mut one = bench.try_join(reads(), &group).await.unwrap();
    bench.writer(&full).await.numbers(0..30).await;
    let mut held = Vec::new();
    for _ in 0..10 {
        held.push(one.next_of(0).await);
    }
    one.gets_nothing_of(0).await;

    // The other inlet gets its records, and they are committed.
    let writer = bench.writer(&free).await;
    writer.numbers(0..30).await;
    assert_eq!(sorted(&one.read_of(1, 30).await), (0..30).collect::<Vec<_>>());
    one.commit().await;
    assert_eq!(bench.behind(&free, &group).await, 0);
    assert_eq!(bench.behind(&full, &group).await, 30);

    // And its partitions move.
    let mut two = bench.try_join(reads(), &group).await.unwrap();
    let mut has_moved = false;
    while !has_moved {
        writer.numbers(30..33).await;
        let mut read = 0;
        while read < 3 {
            within("a record", async {
                tokio::select! {
                    delivery = one.try_next_of(1) => drop(delivery.unwrap().unwrap().finish()),
                    delivery = two.try_next_of(1) => {
                        delivery.unwrap().unwrap().finish();
                        has_moved = true;
                    }
                }
            })
            .await;
            read += 1;
        }
    }
    held.into_iter().map(Delivery::finish).for_each(drop);
}
