//! Value functions on an inlet that is a list, and an outlet that remembers.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use super::{run_either, run_sink, run_value};
use crate::avro::{decode_single_object, encode_single_object};
use crate::concurrency::{Concurrency, Order};
use crate::delivery::Ledger;
use crate::port::{Driver, Health, RawInlet, RawOutlet, Stop};
use crate::prelude::*;
use crate::transport::{
    Amount, Assignment, Bound, Claim, Delivered, InletSpec, Outgoing, OutletSpec, RecordRef,
    Records, Sink, Source, TransportError,
};

#[derive(AvroRecord, Debug, Clone, PartialEq)]
struct Number {
    value: i64,
}

/// Yields what it was made with, then ends.
#[derive(Debug)]
struct List(VecDeque<Delivered>);

impl Source for List {
    fn poll_batch(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<Result<Option<Delivered>, TransportError>> {
        Poll::Ready(Ok(self.0.pop_front()))
    }
}

/// Remembers numbers with their keys, and acknowledges at once.
#[derive(Debug)]
struct Memory {
    bound: Arc<Bound>,
    sent: Arc<Mutex<Vec<i64>>>,
}

impl Sink for Memory {
    fn send(&self, outgoing: &mut Outgoing) {
        let amount = outgoing.amount();
        let (records, mut ties) = outgoing.take();
        for record in records.iter() {
            let number: Number = decode_single_object(record.value.unwrap()).unwrap();
            self.sent.lock().unwrap().push(number.value);
        }
        ties.written(0..records.len());
        self.bound.leave(amount);
    }
}

/// A streamlet under test: one inlet with batches of (partition, key, value), and two outlets.
struct Bench {
    ledger: Arc<Ledger>,
    stop: Stop,
    health: Arc<Health>,
    inlet: Option<Inlet<Number>>,
    bounds: [Arc<Bound>; 2],
    sent: [Arc<Mutex<Vec<i64>>>; 2],
}

impl Bench {
    fn new(batches: &[&[(i32, &str, i64)]]) -> Self {
        let bound = || Arc::new(Bound::new(Amount { records: 1_000, bytes: 1 << 20 }));
        let bounds = [bound(), bound()];
        let inlets = [InletSpec { topic: "in".to_owned(), bound: bound() }];
        let outlets = bounds
            .each_ref()
            .map(|bound| OutletSpec { topic: "out".to_owned(), bound: Arc::clone(bound) });
        let ledger = Ledger::new(&inlets, &outlets);
        let mut next: BTreeMap<i32, i64> = BTreeMap::new();
        let mut delivered = VecDeque::new();
        for batch in batches {
            let partition = batch[0].0;
            let claim = Claim { inlet: 0, partition, generation: 0 };
            let mut records = Records::default();
            if !next.contains_key(&partition) {
                ledger.assigned(&[claim]);
            }
            let next = next.entry(partition).or_default();
            for (at, key, value) in *batch {
                assert_eq!(*at, partition, "a batch is of one partition");
                let mut bytes = Vec::new();
                encode_single_object(&Number { value: *value }, &mut bytes);
                let key = (!key.is_empty()).then_some(key.as_bytes());
                let value = if *value < 0 { None } else { Some(&*bytes) };
                records.push(RecordRef { offset: *next, key, value, ..RecordRef::default() });
                *next += 1;
            }
            inlets[0].bound.enter(Amount { records: records.len(), bytes: records.bytes() });
            let batch = ledger.start(claim, &records, 0..records.len(), *next);
            let range = 0..records.len();
            delivered.push_back(Delivered { records: Arc::new(records), range, batch });
        }
        let (stop, health) = (Stop::default(), Arc::new(Health::new()));
        let raw = RawInlet::new(
            "in".to_owned(),
            Vec::new(),
            Box::new(List(delivered)),
            (Arc::clone(&ledger), 0),
            stop.clone(),
            Arc::default(),
            Arc::clone(&health),
        );
        let inlet = Some(Inlet::new(raw));
        Self { ledger, stop, health, inlet, bounds, sent: Default::default() }
    }

    fn inlet(&mut self) -> Inlet<Number> {
        self.inlet.take().unwrap()
    }

    fn outlet(&self, at: usize) -> Outlet<Number> {
        let bound = Arc::clone(&self.bounds[at]);
        let sink = Memory { bound: Arc::clone(&bound), sent: Arc::clone(&self.sent[at]) };
        let (ledger, count) = (Arc::clone(&self.ledger), Arc::default());
        let topic = "out".to_owned();
        let driver = Driver::new();
        Outlet::new(RawOutlet::new(topic, Arc::new(sink), bound, ledger, driver, count, None))
    }

    fn sent(&self, at: usize) -> Vec<i64> {
        self.sent[at].lock().unwrap().clone()
    }

    /// The positions, by partition.
    fn positions(&self) -> Vec<(i32, i64)> {
        let positions = self.ledger.positions();
        positions.iter().map(|position| (position.claim.partition, position.offset)).collect()
    }
}

#[tokio::test]
async fn each_record_is_settled_whatever_comes_of_it() {
    let mut bench = Bench::new(&[&[(0, "", 0), (0, "", 1), (0, "", -1), (0, "", 3)]]);
    let times = |number: Number| {
        let count = usize::try_from(number.value).unwrap();
        std::future::ready(vec![number; count])
    };
    run_value(bench.inlet(), bench.outlet(0), times, None).await.unwrap();
    assert_eq!(bench.sent(0), [1, 3, 3, 3], "none of 0, and the tombstone is passed over");
    assert_eq!(bench.positions(), [(0, 4)]);
}

#[tokio::test]
async fn many_records_of_one_are_settled_when_the_last_is_written() {
    let mut bench = Bench::new(&[&[(0, "", 5_000), (0, "", 2)]]);
    let times = |number: Number| {
        let count = usize::try_from(number.value).unwrap();
        std::future::ready(vec![number; count])
    };
    run_value(bench.inlet(), bench.outlet(0), times, None).await.unwrap();
    assert_eq!(bench.sent(0).len(), 5_002);
    assert_eq!(bench.positions(), [(0, 2)]);
}

#[tokio::test]
async fn what_came_before_a_failure_is_sent_and_committed() {
    let mut bench = Bench::new(&[&[(0, "", 0), (0, "", 1), (0, "", 2), (0, "", 3)]]);
    let fail_at_two = |number: Number| {
        let ended: Result<Result<Number, Number>, StreamletError> = match number.value {
            2 => Err(StreamletError::new("two is too many")),
            value if value % 2 == 0 => Ok(Ok(number)),
            _ => Ok(Err(number)),
        };
        std::future::ready(ended)
    };
    let outlets = (bench.outlet(0), bench.outlet(1));
    let ended = run_either(bench.inlet(), outlets.0, outlets.1, fail_at_two, None).await;
    assert_eq!(
        ended.unwrap_err().to_string(),
        "the record at topic `in`, partition 0, offset 2: two is too many"
    );
    assert_eq!((bench.sent(0), bench.sent(1)), (vec![0], vec![1]));
    assert_eq!(bench.positions(), [(0, 2)]);
}

#[tokio::test]
async fn a_stop_leaves_what_was_not_looked_at() {
    let mut bench = Bench::new(&[&[(0, "", 0), (0, "", 1), (0, "", 2)]]);
    let stop = bench.stop.clone();
    let stop_at_one = move |number: Number| {
        if number.value == 1 {
            stop.stop(End::Stopped);
        }
        std::future::ready(())
    };
    run_sink(bench.inlet(), stop_at_one, None).await.unwrap();
    assert_eq!(bench.positions(), [(0, 2)]);
    assert_eq!(bench.ledger.abandon(), 0, "nothing is in flight");
}

/// Calls that end when the test says so, by the number of their record.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<BTreeMap<i64, Ending>>>);

type Ending = oneshot::Sender<Result<Number, StreamletError>>;

impl Calls {
    fn call(&self, value: i64) -> impl Future<Output = Result<Number, StreamletError>> + use<> {
        let (sender, receiver) = oneshot::channel();
        self.0.lock().unwrap().insert(value, sender);
        async move { receiver.await.unwrap() }
    }

    fn under_way(&self) -> Vec<i64> {
        self.0.lock().unwrap().keys().copied().collect()
    }

    fn end(&self, value: i64) {
        let sender = self.0.lock().unwrap().remove(&value).unwrap();
        sender.send(Ok(Number { value })).unwrap();
    }

    fn fail(&self, value: i64) {
        let sender = self.0.lock().unwrap().remove(&value).unwrap();
        sender.send(Err(StreamletError::new("it is down"))).unwrap();
    }
}

/// Runs overlapping calls in a task, which has had its turn when this returns.
async fn start(
    bench: &mut Bench,
    calls: usize,
    order: Order,
) -> (Calls, tokio::task::JoinHandle<StreamletResult>) {
    let made = Calls::default();
    let (inlet, outlet) = (bench.inlet(), bench.outlet(0));
    let function = {
        let made = made.clone();
        move |number: Number| made.call(number.value)
    };
    let concurrency = Some(Concurrency { calls, order });
    let task = tokio::spawn(run_value(inlet, outlet, function, concurrency));
    turn().await;
    (made, task)
}

/// Lets the task of the streamlet go as far as it can.
async fn turn() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

const NUMBERS: &[&[(i32, &str, i64)]] =
    &[&[(0, "a", 0), (0, "b", 1), (0, "a", 2)], &[(1, "c", 3), (1, "", 4), (1, "", 5)]];

#[tokio::test]
async fn calls_overlap_and_outputs_keep_the_order_of_their_partition() {
    let mut bench = Bench::new(NUMBERS);
    let (calls, task) = start(&mut bench, 5, Order::Partition).await;
    assert_eq!(calls.under_way(), [0, 1, 2, 3, 4], "over all partitions");
    calls.end(2);
    calls.end(1);
    turn().await;
    assert_eq!(bench.sent(0), [0_i64; 0], "they wait for the first of their partition");
    assert_eq!(calls.under_way(), [0, 3, 4], "what waits counts");
    calls.end(3);
    turn().await;
    assert_eq!(bench.sent(0), [3]);
    assert_eq!(calls.under_way(), [0, 4, 5]);
    calls.end(0);
    turn().await;
    assert_eq!(bench.sent(0), [3, 0, 1, 2]);
    assert_eq!(bench.positions(), [(0, 3), (1, 1)]);
    calls.end(5);
    calls.end(4);
    task.await.unwrap().unwrap();
    assert_eq!(bench.sent(0), [3, 0, 1, 2, 4, 5]);
    assert_eq!(bench.positions(), [(1, 3)]);
}

#[tokio::test]
async fn no_output_behind_a_failed_call_is_sent() {
    let mut bench = Bench::new(NUMBERS);
    let (calls, task) = start(&mut bench, 6, Order::Partition).await;
    for ended in [2, 0, 4] {
        calls.end(ended);
    }
    turn().await;
    calls.fail(1);
    let error = task.await.unwrap().unwrap_err().to_string();
    assert_eq!(error, "the record at topic `in`, partition 0, offset 1: it is down");
    assert_eq!(bench.sent(0), [0], "2 and 4 run again");
    assert_eq!(bench.positions(), [(0, 1)]);
}

#[tokio::test]
async fn calls_of_one_key_do_not_overlap() {
    let mut bench = Bench::new(NUMBERS);
    let (calls, task) = start(&mut bench, 6, Order::Key).await;
    assert_eq!(calls.under_way(), [0, 1, 3, 4, 5], "2 has the key of 0");
    calls.end(5);
    calls.end(1);
    turn().await;
    assert_eq!(bench.sent(0), [5, 1], "other keys do not wait");
    calls.end(0);
    turn().await;
    assert_eq!(calls.under_way(), [2, 3, 4]);
    for ended in [4, 2, 3] {
        calls.end(ended);
    }
    task.await.unwrap().unwrap();
    assert_eq!(bench.positions(), [(0, 3), (1, 3)]);
}

#[tokio::test]
async fn without_an_order_outputs_leave_when_they_are_there() {
    let mut bench = Bench::new(NUMBERS);
    let (calls, task) = start(&mut bench, 3, Order::None).await;
    assert_eq!(calls.under_way(), [0, 1, 2]);
    calls.end(2);
    turn().await;
    assert_eq!((bench.sent(0), calls.under_way()), (vec![2], vec![0, 1, 3]));
    for ended in [3, 1, 0] {
        calls.end(ended);
    }
    turn().await;
    for ended in [5, 4] {
        calls.end(ended);
    }
    task.await.unwrap().unwrap();
    assert_eq!(bench.positions(), [(0, 3), (1, 3)]);
}

#[tokio::test]
async fn the_oldest_call_is_known_from_outside() {
    let mut bench = Bench::new(NUMBERS);
    let (calls, task) = start(&mut bench, 2, Order::Partition).await;
    let hung = || bench.health.hung(Duration::MAX, Duration::ZERO).unwrap();
    assert_eq!(hung().record.as_deref(), Some("topic `in`, partition 0, offset 0"));
    calls.end(0);
    turn().await;
    assert_eq!(hung().record.as_deref(), Some("topic `in`, partition 0, offset 1"));
    task.abort();
}
