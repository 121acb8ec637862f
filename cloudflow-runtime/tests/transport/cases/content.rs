//! What of a record arrives: all of it.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use cloudflow_runtime::transport::Header;

use crate::harness::{Bench, Message, text};

pub(crate) async fn headers_timestamps_and_tombstones_arrive(bench: &Bench) {
    let header = |name: &str, value: Option<&'static [u8]>| Header {
        name: name.to_owned(),
        value: value.map(Bytes::from_static),
    };
    let timestamp = Some(1_700_000_000_123);
    let full = Message {
        key: Some(Bytes::from_static(b"\x00key")),
        value: Some(Bytes::from_static(b"\xff\x00value")),
        headers: vec![
            header("trace", Some(b"1")),
            header("empty", Some(b"")),
            header("absent", None),
            header("trace", Some(b"2")),
        ],
        timestamp,
    };
    let tombstone = Message { value: None, headers: Vec::new(), ..full.clone() };
    let empty = Message { value: Some(Bytes::new()), ..tombstone.clone() };
    let keyless = Message { key: None, ..full.clone() };
    let empty_key = Message { key: Some(Bytes::new()), ..full.clone() };

    let topic = bench.topic(1).await;
    let writer = bench.writer(&topic).await;
    let mut reader = bench.join(&topic, &bench.name("group")).await;
    for message in [full, tombstone, empty, keyless, empty_key] {
        writer.send(message.clone()).await;
        assert_eq!(reader.next().await.message, message);
    }
}

pub(crate) async fn a_record_gets_the_time_of_sending(bench: &Bench) {
    let now = || {
        i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
    };
    let topic = bench.topic(1).await;
    let before = now();
    bench.writer(&topic).await.send(text(None, "now")).await;
    let delivery = bench.join(&topic, &bench.name("group")).await.next().await;
    let timestamp = delivery.message.timestamp.unwrap();
    assert!((before..=now()).contains(&timestamp), "{timestamp} is between {before} and now");
}
