//! Where records go, and in which order they come.

use std::collections::BTreeMap;

use crate::harness::{Bench, Read, by_partition, sorted, text};

pub(crate) async fn offsets_are_contiguous_and_keep_the_order(bench: &Bench) {
    let topic = bench.topic(3).await;
    bench.writer(&topic).await.numbers(0..300).await;
    let read = bench.join(&topic, &bench.name("group")).await.read(300).await;
    let mut next: BTreeMap<i32, (i64, i64)> = BTreeMap::new();
    for Read { partition, offset, text, .. } in &read {
        let (expected, last) = next.entry(*partition).or_insert((0, -1));
        let number: i64 = text.parse().unwrap();
        assert_eq!(offset, expected, "partition {partition} has no gap");
        assert!(number > *last, "{number} comes after {last} in partition {partition}");
        (*expected, *last) = (offset + 1, number);
    }
}

/// Sends of all sizes, one after the other, to one partition and to several.
pub(crate) async fn batches_keep_order_and_offsets(bench: &Bench) {
    const SIZES: [usize; 8] = [1, 500, 2, 64, 1_200, 1, 1, 63];
    for partitions in [1, 3] {
        let topic = bench.named_topic(&format!("batches-{partitions}"), partitions).await;
        let writer = bench.writer(&topic).await;
        let mut reader = bench.join(&topic, &bench.name("group")).await;
        let (mut sent, mut read) = (0, Vec::new());
        for size in SIZES {
            let numbers = (sent..sent + size).map(|number| {
                let key = (number % 7).to_string();
                (text(Some(&key), &number.to_string()), None)
            });
            writer.send_batch(numbers).await;
            sent += size;
            if size == 64 {
                // What is read in between makes no difference.
                read = reader.read(sent).await;
            }
        }
        read.extend(reader.read(sent - read.len()).await);
        assert_eq!(sorted(&read), (0..sent).collect::<Vec<_>>());
        let mut next: BTreeMap<i32, (i64, usize)> = BTreeMap::new();
        for Read { partition, offset, text, .. } in &read {
            let (expected, least) = next.entry(*partition).or_insert((0, 0));
            let number: usize = text.parse().unwrap();
            assert_eq!(offset, expected, "partition {partition} has no gap");
            assert!(number >= *least, "{number} comes before {least}");
            (*expected, *least) = (offset + 1, number + 1);
        }
    }
}

/// Partitions of keys in a topic with seven partitions, as the Java client computes them from the
/// hashes in its own tests.
const JAVA: [(&str, i64); 6] = [
    ("21", -973_932_308),
    ("foobar", -790_332_482),
    ("a-little-bit-long-string", -985_981_536),
    ("a-little-bit-longer-string", -1_486_304_829),
    ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
    ("abc", 479_470_107),
];

pub(crate) async fn a_key_stays_in_its_partition(bench: &Bench) {
    let topic = bench.topic(7).await;
    let writer = bench.writer(&topic).await;
    for _ in 0..2 {
        for (key, _) in JAVA {
            writer.send(text(Some(key), key)).await;
        }
    }
    writer.flush().await;
    let read = bench.join(&topic, &bench.name("group")).await.read(12).await;
    for (key, hash) in JAVA {
        let partition = i32::try_from((hash & 0x7fff_ffff) % 7).unwrap();
        let found: Vec<i32> =
            read.iter().filter(|read| read.text == key).map(|read| read.partition).collect();
        assert_eq!(found, [partition; 2], "{key}");
    }
}

pub(crate) async fn records_without_a_key_are_spread_evenly(bench: &Bench) {
    let topic = bench.topic(4).await;
    bench.writer(&topic).await.numbers(0..100).await;
    let read = bench.join(&topic, &bench.name("group")).await.read(100).await;
    assert_eq!(by_partition(&read), BTreeMap::from([(0, 25), (1, 25), (2, 25), (3, 25)]));
}
