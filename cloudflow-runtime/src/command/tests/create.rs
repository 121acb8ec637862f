//! `topics create`, on a cluster that plays a broker.

use std::collections::VecDeque;
use std::io::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use cloudflow_model::TopicList;
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::WEATHER;
use crate::command::Failure;
use crate::command::create::create_on;
use crate::transport::{Admin, Lag, SettingChange, TopicOutcome, TopicSpec, TransportError};

const WAIT: Duration = Duration::from_mins(1);

/// Gives the answers that it was made with, one after the other, then none any more.
#[derive(Debug)]
struct Broker(Mutex<VecDeque<Result<Vec<TopicOutcome>, TransportError>>>);

impl Broker {
    fn new(answers: impl IntoIterator<Item = Result<Vec<TopicOutcome>, TransportError>>) -> Self {
        Self(Mutex::new(answers.into_iter().collect()))
    }
}

impl Admin for Broker {
    fn describe(&self) -> String {
        "Kafka at test:9092".to_owned()
    }

    fn create_topics<'a>(
        &'a self,
        _: &'a [TopicSpec],
    ) -> BoxFuture<'a, Result<Vec<TopicOutcome>, TransportError>> {
        match self.0.lock().unwrap().pop_front() {
            Some(answer) => async { answer }.boxed(),
            None => futures::future::pending().boxed(),
        }
    }

    fn missing_topics<'a>(
        &'a self,
        names: &'a [String],
    ) -> BoxFuture<'a, Result<Vec<String>, TransportError>> {
        async { Ok(names.to_vec()) }.boxed()
    }

    fn lag<'a>(
        &'a self,
        _: &'a str,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Lag>, TransportError>> {
        async { Err(TransportError::Closed) }.boxed()
    }
}

fn unreachable() -> Result<Vec<TopicOutcome>, TransportError> {
    let system = "Kafka at test:9092".to_owned();
    Err(TransportError::Unavailable { system, reason: "connection refused".to_owned() })
}

/// Creates the topics of the test's blueprint; returns the end, the output and the errors.
async fn create(broker: &Broker) -> (Result<(), Failure>, String, String) {
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let mut topics = TopicList::new(&WEATHER).topics;
    topics[1].managed = false;
    let ended = create_on(broker, topics, WAIT, &mut output, &mut errors).await;
    output.flush().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ended, text(output), text(errors))
}

#[tokio::test(start_paused = true)]
async fn tells_what_happened_to_each_topic() {
    let broker = Broker::new([Ok(vec![
        TopicOutcome::Created("a".to_owned()),
        TopicOutcome::Existed("b".to_owned()),
        TopicOutcome::Grown { name: "c".to_owned(), from: 1, to: 12 },
        TopicOutcome::Changed {
            name: "d".to_owned(),
            settings: vec![
                SettingChange {
                    key: "retention.ms".to_owned(),
                    from: "604800000".to_owned(),
                    to: "86400000".to_owned(),
                },
                SettingChange {
                    key: "cleanup.policy".to_owned(),
                    from: "delete".to_owned(),
                    to: "compact".to_owned(),
                },
            ],
        },
    ])]);
    let (ended, output, errors) = create(&broker).await;
    ended.unwrap();
    assert_eq!(
        output,
        "created  a\nexisted  b\ngrown    c, from 1 to 12 partitions\n\
         changed  d, `retention.ms` from 604800000 to 86400000, `cleanup.policy` from delete to compact\n"
    );
    assert_eq!(
        errors,
        "warning: topic `weather.hot-only.out` does not exist, and is not managed by this application\n"
    );
}

#[tokio::test(start_paused = true)]
async fn waits_for_the_broker_and_says_so() {
    let created = Ok(vec![TopicOutcome::Created("a".to_owned())]);
    let broker = Broker::new((0..7).map(|_| unreachable()).chain([created]));
    let (ended, output, errors) = create(&broker).await;
    ended.unwrap();
    assert_eq!(output, "created  a\n");
    assert_eq!(
        errors.lines().next(),
        Some("waiting, 5 s of 60s: Kafka at test:9092: connection refused")
    );
}

#[tokio::test(start_paused = true)]
async fn gives_up_in_time() {
    let broker = Broker::new([unreachable()]);
    let started = tokio::time::Instant::now();
    let (ended, output, errors) = create(&broker).await;
    assert_eq!(started.elapsed().as_secs(), WAIT.as_secs());
    let Err(Failure::Problems(problems)) = ended else { panic!("it ended well") };
    assert_eq!(
        problems,
        ["Kafka at test:9092: connection refused; gave up after 60s\n\
          help: check the address, or wait longer with `--wait 10min`"]
    );
    assert_eq!((output.as_str(), errors.lines().count()), ("", 11));
}

#[tokio::test(start_paused = true)]
async fn does_not_repeat_what_cannot_succeed() {
    let reason = "has 12 partitions, and the blueprint asks for 3".to_owned();
    let broker = Broker::new([Err(TransportError::Topic { topic: "a".to_owned(), reason })]);
    let (ended, ..) = create(&broker).await;
    let Err(Failure::Problems(problems)) = ended else { panic!("it ended well") };
    assert_eq!(problems, ["topic `a` has 12 partitions, and the blueprint asks for 3"]);
}

#[test]
fn the_printed_list_can_be_read_again() {
    let printed = super::run(&super::APPLICATION, "topics --format json").output;
    let read: TopicList = serde_json::from_str(&printed).unwrap();
    assert_eq!(serde_json::to_string_pretty(&read).unwrap() + "\n", printed);
}
