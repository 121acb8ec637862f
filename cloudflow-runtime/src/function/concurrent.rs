//! The loop around a value function whose calls overlap.

use std::collections::{BTreeMap, HashMap, VecDeque};

use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};

use super::emit::Emit;
use crate::concurrency::{Concurrency, Order};
use crate::data::Data;
use crate::port::{Batches, Place};
use crate::transport::Delivered;
use crate::{Inlet, StreamletError, StreamletResult};

/// Calls the function for each record, with so many calls under way.
///
/// When a call fails, no output of a later record that has to keep the order was sent: those records
/// run again.
pub(super) async fn run_concurrent<In, Returned, E>(
    inlet: Inlet<In>,
    mut outlets: E,
    mut function: impl FnMut(In) -> Returned,
    concurrency: Concurrency,
) -> StreamletResult
where
    In: Data,
    Returned: Future,
    E: Emit<Returned::Output>,
{
    let mut inlet = Batches::new(inlet);
    let mut calls = FuturesUnordered::new();
    let mut queue = Queue::new(concurrency);
    let mut has_ended = false;
    loop {
        // Starts what there is room for.
        while !has_ended && queue.has_room() {
            let Some(next) = inlet.next() else { break };
            let (Ok((_, at)) | Err((_, at))) = &next;
            let Some(delivered) = inlet.delivered() else { break };
            let work = Work { delivered: delivered.clone(), at: *at, since: inlet.health().now() };
            let value = next.map(|(value, _)| value).map_err(|(error, _)| error);
            queue.add(work, value);
        }
        while let Some((id, value)) = queue.start() {
            // A record that cannot be decoded waits for its turn like a call that fails.
            let call = value.map(&mut function);
            calls.push(async move {
                match call {
                    Ok(call) => (id, Ok(call.await)),
                    Err(error) => (id, Err(error)),
                }
            });
        }
        queue.tell(&inlet);
        // Ends what can be ended without a wait; only then is handed over what was sent.
        let done = match calls.next().now_or_never() {
            Some(None) if has_ended => break,
            Some(Some(done)) => Some(done),
            Some(None) | None => {
                outlets.hand_over().await;
                inlet.publish();
                tokio::select! {
                    Some(done) = calls.next() => Some(done),
                    ready = inlet.ready(), if !has_ended && queue.has_room() => {
                        has_ended = !ready?;
                        None
                    }
                }
            }
        };
        let Some((id, result)) = done else { continue };
        queue.finish(id, result);
        while let Some((work, result)) = queue.take() {
            let Some(place) = Place::of(&work.delivered, work.at) else { continue };
            let ended = match result {
                Ok(returned) => outlets.emit(place, returned).await,
                Err(error) => Err(error),
            };
            match ended {
                Ok(true) => place.batch.settle(place.at),
                Ok(false) => {}
                Err(error) => {
                    outlets.hand_over().await;
                    inlet.publish();
                    return Err(place.blame(error, inlet.topic()));
                }
            }
        }
    }
    outlets.hand_over().await;
    inlet.publish();
    inlet.health().called_since(0);
    Ok(())
}

/// A record whose call is under way, or waits.
struct Work {
    delivered: Delivered,
    at: usize,
    /// When it was taken, as [`Health::now`](crate::port::Health::now) says it.
    since: u64,
}

impl Work {
    fn partition(&self) -> i32 {
        self.delivered.batch.claim().partition
    }

    fn key(&self) -> Option<&[u8]> {
        Place::of(&self.delivered, self.at)?.record.key
    }
}

/// What the function is called with, or why the record has no value.
type Value<In> = Result<In, StreamletError>;

/// Calls from the record to the result, in the order that is to be kept.
struct Queue<In, Out> {
    concurrency: Concurrency,
    /// Numbers records in the order in which they were taken.
    next: u64,
    work: BTreeMap<u64, Work>,
    /// Values whose call can start.
    startable: VecDeque<(u64, Value<In>)>,
    /// Records of each key that have not left; the call of the first is under way, the others wait.
    by_key: HashMap<Vec<u8>, VecDeque<Waiting<In>>>,
    /// Records of each partition that have not left.
    by_partition: BTreeMap<i32, VecDeque<u64>>,
    /// Results that wait for an earlier one.
    results: BTreeMap<u64, Result<Out, StreamletError>>,
    /// Results that may leave.
    leaving: VecDeque<u64>,
}

/// A record whose key is under way, and its value while its call has not begun.
type Waiting<In> = (u64, Option<Value<In>>);

impl<In, Out> Queue<In, Out> {
    fn new(concurrency: Concurrency) -> Self {
        Self {
            concurrency,
            next: 0,
            work: BTreeMap::new(),
            startable: VecDeque::new(),
            by_key: HashMap::new(),
            by_partition: BTreeMap::new(),
            results: BTreeMap::new(),
            leaving: VecDeque::new(),
        }
    }

    fn has_room(&self) -> bool {
        self.work.len() < self.concurrency.calls.max(1)
    }

    fn add(&mut self, work: Work, value: Value<In>) {
        let id = self.next;
        self.next += 1;
        match self.concurrency.order {
            Order::None => self.startable.push_back((id, value)),
            Order::Partition => {
                self.by_partition.entry(work.partition()).or_default().push_back(id);
                self.startable.push_back((id, value));
            }
            Order::Key => match work.key() {
                None => self.startable.push_back((id, value)),
                Some(key) => {
                    if let Some(waiting) = self.by_key.get_mut(key) {
                        waiting.push_back((id, Some(value)));
                    } else {
                        self.by_key.insert(key.to_vec(), VecDeque::from([(id, None)]));
                        self.startable.push_back((id, value));
                    }
                }
            },
        }
        self.work.insert(id, work);
    }

    /// Returns the next value whose call can start.
    fn start(&mut self) -> Option<(u64, Value<In>)> {
        self.startable.pop_front()
    }

    /// Notes the result of a call.
    fn finish(&mut self, id: u64, result: Result<Out, StreamletError>) {
        self.results.insert(id, result);
        let Some(work) = self.work.get(&id) else { return };
        match self.concurrency.order {
            Order::None => self.leaving.push_back(id),
            Order::Partition => {
                let Some(queue) = self.by_partition.get_mut(&work.partition()) else { return };
                while queue.front().is_some_and(|first| self.results.contains_key(first)) {
                    self.leaving.extend(queue.pop_front());
                }
            }
            Order::Key => {
                self.leaving.push_back(id);
                let Some(key) = work.key() else { return };
                let Some(waiting) = self.by_key.get_mut(key) else { return };
                waiting.pop_front();
                match waiting.front_mut() {
                    Some((next, value)) => {
                        let next = *next;
                        self.startable.extend(value.take().map(|value| (next, value)));
                    }
                    None => {
                        self.by_key.remove(key);
                    }
                }
            }
        }
    }

    /// Returns the next result that may leave.
    fn take(&mut self) -> Option<(Work, Result<Out, StreamletError>)> {
        let id = self.leaving.pop_front()?;
        Some((self.work.remove(&id)?, self.results.remove(&id)?))
    }

    /// Makes known which call lasts longest.
    fn tell<T: Data>(&self, inlet: &Batches<T>) {
        let running = self.work.iter().find(|(id, _)| !self.results.contains_key(id));
        match running {
            Some((_, work)) => {
                inlet.health().works_on(inlet.topic(), &work.delivered.batch);
                inlet.health().works_at(work.at);
                inlet.health().called_since(work.since);
            }
            None => inlet.health().called_since(0),
        }
    }
}
