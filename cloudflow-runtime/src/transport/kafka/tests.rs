//! A broker that goes away and comes back: one inside of the client, which can.

use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rdkafka::mocking::MockCluster;
use tokio::sync::oneshot;

use super::{KafkaCluster, KafkaSettings};
use crate::delivery::Ledger;
use crate::transport::{
    Amount, Bound, Cluster, InletSpec, Outgoing, OutletSpec, RecordRef, Session, SessionSpec,
    Settle, TransportError,
};

const TOPIC: &str = "records";

#[derive(Debug, Default)]
struct Lost(Mutex<Vec<TransportError>>);

impl Settle for Lost {
    fn lost(&self, _: usize, error: TransportError) {
        self.0.lock().unwrap().push(error);
    }
}

fn settings(at: &str) -> KafkaSettings {
    let mut settings = KafkaSettings::at(at);
    settings.drain = Duration::from_secs(1);
    settings.request = Duration::from_secs(2);
    settings
}

async fn open(cluster: &KafkaCluster) -> (Session, Arc<Ledger>, Arc<Bound>) {
    let bound = || Arc::new(Bound::new(Amount { records: 100, bytes: 100_000 }));
    let inlets = [InletSpec { topic: TOPIC.to_owned(), bound: bound() }];
    let outlets = [OutletSpec { topic: TOPIC.to_owned(), bound: bound() }];
    let ledger = Ledger::new(&inlets, &outlets);
    let opened = cluster.open(SessionSpec {
        group: "group",
        inlets: &inlets,
        co_partitioned: &[],
        outlets: &outlets,
        assignment: Arc::clone(&ledger) as _,
        settle: Arc::new(Lost::default()),
    });
    let session = within(opened).await.unwrap();
    let [outlet] = outlets;
    (session, ledger, outlet.bound)
}

/// Bounds every wait: nothing takes so long unless it is broken.
async fn within<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_mins(1), future).await.expect("not within a minute")
}

fn send(session: &Session, bound: &Bound) -> oneshot::Receiver<Result<(), TransportError>> {
    let mut outgoing = Outgoing::default();
    let value = Some(&b"value"[..]);
    outgoing.push(|records| records.push(RecordRef { value, ..RecordRef::default() }));
    let (report, told) = oneshot::channel();
    outgoing.report_last(report);
    bound.enter(outgoing.amount());
    session.sinks[0].send(&mut outgoing);
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_that_comes_back_is_found_and_trouble_clears() {
    let broker = MockCluster::new(1).unwrap();
    broker.create_topic(TOPIC, 1, 1).unwrap();
    let cluster = KafkaCluster::try_new(settings(&broker.bootstrap_servers())).unwrap();
    let (session, _ledger, bound) = open(&cluster).await;
    within(send(&session, &bound)).await.unwrap().unwrap();
    assert_eq!(cluster.trouble(), None);

    broker.broker_down(1).unwrap();
    let told = send(&session, &bound);
    let trouble = within(async {
        loop {
            if let Some(trouble) = cluster.trouble() {
                break trouble;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let trouble = trouble.await;
    assert!(trouble.starts_with("Kafka at 127.0.0.1:"), "{trouble}");
    assert!(trouble.contains(" cannot be reached since "), "{trouble}");

    broker.broker_up(1).unwrap();
    within(told).await.unwrap().unwrap();
    within(async {
        while cluster.trouble().is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    within(session.commits.close()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_leaves_in_time_while_the_broker_is_away() {
    let broker = MockCluster::new(1).unwrap();
    broker.create_topic(TOPIC, 1, 1).unwrap();
    let cluster = KafkaCluster::try_new(settings(&broker.bootstrap_servers())).unwrap();
    let (mut session, ledger, bound) = open(&cluster).await;
    within(send(&session, &bound)).await.unwrap().unwrap();
    let source = &mut session.sources[0];
    let delivered = within(poll_fn(|context| source.poll_batch(context))).await.unwrap().unwrap();
    assert_eq!(delivered.batch.give(0, 1), 1);
    delivered.batch.settle(0);

    broker.broker_down(1).unwrap();
    let start = Instant::now();
    let error = within(session.commits.commit(ledger.positions())).await.unwrap_err();
    assert!(error.to_string().contains("no answer within 2 s"), "{error}");
    within(session.commits.close()).await;
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let source = &mut session.sources[0];
    let next = within(poll_fn(|context| source.poll_batch(context))).await;
    assert_eq!(next.map(|_| ()), Err(TransportError::Closed));
}
