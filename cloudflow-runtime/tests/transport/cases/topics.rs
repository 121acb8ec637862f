//! Topics: created, grown, refused.

use std::time::{Duration, Instant};

use cloudflow_runtime::transport::{TopicOutcome, TransportError};

use crate::harness::{Bench, Message, ROOMY, Reads, by_partition, origins, text, within};

pub(crate) async fn an_unknown_topic_is_an_error_at_once(bench: &Bench) {
    let (absent, present) = (bench.name("absent"), bench.topic(1).await);
    let names = [absent.clone(), present];
    let expected = TransportError::UnknownTopic(absent.clone());
    let start = Instant::now();
    let admin = bench.admin();
    assert_eq!(admin.missing_topics(&names).await.unwrap(), names[..1]);
    assert_eq!(bench.try_writer(&absent, ROOMY).await.err().unwrap(), expected);
    for topics in [&[&*absent][..], &[&*names[1], &*absent]] {
        let reads = Reads { topics, co_partitioned: &[], bound: ROOMY };
        assert_eq!(bench.try_join(reads, "group").await.err().unwrap(), expected);
    }
    assert_eq!(admin.lag(&absent, "group").await.unwrap_err(), expected);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    // Asking creates nothing.
    assert_eq!(admin.missing_topics(&names).await.unwrap(), names[..1]);
}

pub(crate) async fn creating_twice_is_no_error(bench: &Bench) {
    let topics = [bench.spec("one", 1), bench.spec("two", 3)];
    let names = topics.each_ref().map(|spec| spec.name.clone());
    let created = within("create", bench.admin().create_topics(&topics)).await.unwrap();
    assert_eq!(created, names.clone().map(TopicOutcome::Created));
    let again = within("create", bench.admin().create_topics(&topics)).await.unwrap();
    assert_eq!(again, names.map(TopicOutcome::Existed));
}

pub(crate) async fn a_topic_grows_and_its_readers_follow(bench: &Bench) {
    let mut spec = bench.spec("records", 2);
    bench.create(&spec).await.unwrap();
    let writer = bench.writer(&spec.name).await;
    let mut reader = bench.join(&spec.name, &bench.name("group")).await;
    writer.numbers(0..2).await;
    reader.read(2).await;

    spec.partitions = 4;
    let name = spec.name.clone();
    let grown = bench.create(&spec).await.unwrap();
    assert_eq!(grown, TopicOutcome::Grown { name, from: 2, to: 4 });
    let mut read = Vec::new();
    while by_partition(&read).len() < 4 {
        writer.numbers(0..4).await;
        read.extend(reader.read(4).await);
    }
}

pub(crate) async fn a_topic_does_not_shrink(bench: &Bench) {
    let mut spec = bench.spec("records", 3);
    bench.create(&spec).await.unwrap();
    spec.partitions = 2;
    let refused = bench.create(&spec).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!(
            "topic `{}` has 3 partitions, 2 are asked for, and partitions cannot be taken away\n\
             help: ask for 3, or delete the topic first",
            spec.name
        )
    );
}

pub(crate) async fn a_record_that_is_too_large_is_refused(bench: &Bench) {
    let mut spec = bench.spec("records", 1);
    spec.settings.insert("max.message.bytes".to_owned(), "1000".to_owned());
    bench.create(&spec).await.unwrap();
    let writer = bench.writer(&spec.name).await;
    let large = Message {
        // No compression makes it small.
        value: Some((0..500).flat_map(|_| uuid::Uuid::new_v4().into_bytes()).collect()),
        ..Message::default()
    };
    let origins = origins(4);
    let small = |number: usize| text(None, &number.to_string());
    let messages = [small(0), large, small(2)].into_iter().enumerate();
    writer.send_batch(messages.map(|(at, message)| (message, Some((&origins, at))))).await;
    writer.flush().await;
    // The one that is refused is not settled, and holds up no other, before or after it.
    let losses = writer.losses();
    assert!(
        matches!(&losses[..], [TransportError::Refused { topic, .. }] if *topic == spec.name),
        "{losses:?}"
    );
    assert_eq!((origins.advance(&mut 0), origins.unsettled()), (1, 2));
    writer.send_batch([(small(3), Some((&origins, 3)))]).await;
    writer.flush().await;
    assert_eq!((origins.unsettled(), writer.losses()), (1, Vec::new()));
    let mut reader = bench.join(&spec.name, &bench.name("group")).await;
    let read: Vec<_> = reader.read(3).await.into_iter().map(|read| read.text).collect();
    assert_eq!(read, ["0", "2", "3"]);
}
