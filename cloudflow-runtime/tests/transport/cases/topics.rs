//! Topics: created, grown, refused.

use std::time::{Duration, Instant};

use cloudflow_runtime::delivery::{Completion, Tracker};
use cloudflow_runtime::transport::{Message, TopicOutcome, TransportError};

use crate::harness::{Bench, by_partition, text, within};

pub(crate) async fn an_unknown_topic_is_an_error_at_once(bench: &Bench) {
    let (absent, present) = (bench.name("absent"), bench.topic(1).await);
    let names = [absent.clone(), present];
    let expected = TransportError::UnknownTopic(absent.clone());
    let start = Instant::now();
    let transport = &bench.transport;
    assert_eq!(transport.missing_topics(&names).await.unwrap(), names[..1]);
    assert_eq!(transport.producer(&absent).await.unwrap_err(), expected);
    let tracker = Tracker::new(1).inlet(0);
    assert_eq!(transport.subscribe(&absent, "group", tracker).await.unwrap_err(), expected);
    assert_eq!(transport.lag(&absent, "group").await.unwrap_err(), expected);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(
        transport.missing_topics(&names).await.unwrap(),
        names[..1],
        "asking creates nothing"
    );
}

pub(crate) async fn creating_twice_is_no_error(bench: &Bench) {
    let topics = [bench.spec("one", 1), bench.spec("two", 3)];
    let names = topics.each_ref().map(|spec| spec.name.clone());
    let created = within("create", bench.transport.create_topics(&topics)).await.unwrap();
    assert_eq!(created, names.clone().map(TopicOutcome::Created));
    let again = within("create", bench.transport.create_topics(&topics)).await.unwrap();
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
        payload: Some((0..500).flat_map(|_| uuid::Uuid::new_v4().into_bytes()).collect()),
        ..Message::default()
    };
    let tracker = Tracker::new(1);
    let view = tracker.inlet(0);
    let [lost, kept] = [view.receive(0, 0), view.receive(1, 0)];
    for (message, origin) in [(large, lost), (text(None, "small"), kept)] {
        writer.ready().await;
        writer.0.send(message, Completion::new(origin));
        writer.flush().await;
    }
    assert!(!view.is_idle(&[0]), "the record that was refused is not done");
    assert!(view.is_idle(&[1]));
    let mut reader = bench.join(&spec.name, &bench.name("group")).await;
    assert_eq!(reader.read(1).await[0].payload, "small");
}
