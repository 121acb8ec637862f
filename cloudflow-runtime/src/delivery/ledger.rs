//! The books of one running streamlet: which of its records are settled.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use tokio::sync::Notify;

use super::partition::Partition;
use super::trouble::Trouble;
use crate::transport::{
    Amount, Assignment, Batch, Bound, Claim, InletSpec, OutletSpec, Position, Records, Settle,
    TransportError, Watch,
};

/// Knows every batch in flight of one running streamlet, over all its inlets.
#[derive(Debug)]
pub struct Ledger {
    me: Weak<Self>,
    inlets: Vec<InletBooks>,
    outlets: Vec<String>,
    state: Mutex<State>,
    /// Whether somebody waits for partitions to be idle: looked at without the lock.
    has_watchers: AtomicBool,
    trouble: Mutex<Option<(Trouble, u64)>>,
    is_troubled: AtomicBool,
    troubled: Notify,
    /// How often the streamlet's task was polled.
    turn: AtomicU64,
    released: AtomicU64,
    rejected: AtomicU64,
}

#[derive(Debug)]
struct InletBooks {
    topic: String,
    bound: Arc<Bound>,
    has_ended: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    inlets: Vec<BTreeMap<i32, Partition>>,
    /// Tasks that wait for partitions to be idle.
    watchers: Vec<Waker>,
}

/// How many records of an inlet are not settled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) records: usize,
    /// When the oldest of them was handed out.
    pub(crate) since: Option<Instant>,
}

impl Ledger {
    /// Opens the books of a streamlet with these inlets and outlets.
    pub fn new(inlets: &[InletSpec], outlets: &[OutletSpec]) -> Arc<Self> {
        let books = |inlet: &InletSpec| InletBooks {
            topic: inlet.topic.clone(),
            bound: Arc::clone(&inlet.bound),
            has_ended: AtomicBool::new(false),
        };
        let state = State {
            inlets: inlets.iter().map(|_| BTreeMap::new()).collect(),
            watchers: Vec::new(),
        };
        Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            inlets: inlets.iter().map(books).collect(),
            outlets: outlets.iter().map(|outlet| outlet.topic.clone()).collect(),
            state: Mutex::new(state),
            has_watchers: AtomicBool::new(false),
            trouble: Mutex::default(),
            is_troubled: AtomicBool::new(false),
            troubled: Notify::new(),
            turn: AtomicU64::new(0),
            released: AtomicU64::new(0),
            rejected: AtomicU64::new(0),
        })
    }

    /// Returns the positions that moved since the last call.
    pub fn positions(&self) -> Vec<Position> {
        self.collect(Partition::take_position)
    }

    /// Returns all positions, also those that did not move.
    pub(crate) fn all_positions(&self) -> Vec<Position> {
        self.collect(Partition::position)
    }

    /// Takes a failed commit back, so that the next one repeats it.
    pub fn refresh(&self, positions: &[Position]) {
        let mut state = self.lock();
        for Position { claim, .. } in positions {
            if let Some(partition) = state.partition(*claim) {
                partition.refresh();
            }
        }
    }

    /// Returns how far an inlet has read: for each partition that it has, the position behind the last
    /// record that was handed out, and whether all of them are settled.
    pub(crate) fn progress(&self, inlet: usize) -> Vec<(i32, i64)> {
        let state = self.lock();
        let Some(partitions) = state.inlets.get(inlet) else { return Vec::new() };
        partitions.iter().filter_map(|(at, books)| Some((*at, books.handed()?))).collect()
    }

    /// Returns how many records of an inlet are in flight.
    pub(crate) fn held(&self, inlet: usize) -> Held {
        let mut state = self.lock();
        let mut held = Held { records: 0, since: None };
        for partition in state.inlets.get_mut(inlet).into_iter().flat_map(BTreeMap::values_mut) {
            let (records, since) = partition.unsettled();
            held.records += records;
            held.since = match (held.since, since) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        held
    }

    /// Returns how many records were released unsettled, and how many were rejected.
    pub(crate) fn losses(&self) -> (u64, u64) {
        (self.released.load(Ordering::Relaxed), self.rejected.load(Ordering::Relaxed))
    }

    /// The streamlet was told that an inlet has ended: what it drops of it from now on is released.
    pub(crate) fn end(&self, inlet: usize) {
        if let Some(books) = self.inlets.get(inlet) {
            books.has_ended.store(true, Ordering::Release);
        }
    }

    /// The streamlet's task is about to be polled.
    pub(crate) fn begin_turn(&self) {
        self.turn.fetch_add(1, Ordering::AcqRel);
    }

    /// Returns whether the streamlet gets nothing more, since it lost a record.
    pub(crate) fn is_troubled(&self) -> bool {
        self.is_troubled.load(Ordering::Relaxed)
    }

    /// Waits for trouble.
    pub(crate) async fn troubled(&self) {
        while !self.is_troubled.load(Ordering::Acquire) {
            self.troubled.notified().await;
        }
    }

    /// Returns the first trouble.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.as_ref().map(|(trouble, _)| trouble.clone())
    }

    /// Returns the first trouble, for a streamlet that has returned well: what it dropped while it
    /// returned, it let go of on purpose.
    pub(crate) fn trouble_before_the_end(&self) -> Option<Trouble> {
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self.turn.load(Ordering::Acquire);
        match trouble.as_ref()? {
            (Trouble::Dropped { .. }, turn) if *turn == last => None,
            (trouble, _) => Some(trouble.clone()),
        }
    }

    /// The streamlet has ended: what is still in flight never gets settled, so nobody waits for it.
    /// Returns how many records that are.
    pub(crate) fn abandon(&self) -> usize {
        let mut state = self.lock();
        let inlets = state.inlets.iter_mut().map(std::mem::take);
        let mut all: Vec<Partition> = inlets.flat_map(BTreeMap::into_values).collect();
        self.notify(state);
        // Outside of the lock: the last record of a batch tells these books.
        let mut unsettled = 0;
        for partition in &mut all {
            partition.close();
            unsettled += partition.unsettled().0;
            partition.release();
        }
        unsettled
    }

    fn raise(&self, trouble: Trouble) {
        let mut first = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert((trouble, self.turn.load(Ordering::Acquire)));
        drop(first);
        self.is_troubled.store(true, Ordering::Release);
        self.troubled.notify_one();
    }

    fn collect(&self, position: impl Fn(&mut Partition) -> Option<i64>) -> Vec<Position> {
        let mut state = self.lock();
        let mut positions = Vec::new();
        for (inlet, partitions) in state.inlets.iter_mut().enumerate() {
            for (number, partition) in partitions {
                let claim = Claim { inlet, partition: *number, generation: partition.generation };
                if let Some(offset) = position(partition) {
                    positions.push(Position { claim, offset });
                }
            }
        }
        positions
    }

    /// Tells all that wait for idle partitions to look again, after the lock is free: a waker may run
    /// anything.
    fn notify(&self, mut state: MutexGuard<'_, State>) {
        let watchers = std::mem::take(&mut state.watchers);
        self.has_watchers.store(false, Ordering::SeqCst);
        drop(state);
        watchers.into_iter().for_each(Waker::wake);
    }

    /// Every change under this lock is complete before anything that could panic, so a poisoned state
    /// is a sound state.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Assignment for Ledger {
    fn assigned(&self, claims: &[Claim]) {
        let mut state = self.lock();
        for claim in claims {
            if let Some(partitions) = state.inlets.get_mut(claim.inlet) {
                partitions.insert(claim.partition, Partition::new(claim.generation));
            }
        }
    }

    fn start(&self, claim: Claim, records: &Records, range: Range<usize>, next: i64) -> Batch {
        let bytes = records.bytes_of(range.clone());
        let offsets = Partition::offsets(records, range);
        // Whoever holds a batch may outlive the books; nobody settles anything in them then.
        let watch: Arc<dyn Watch> = match self.me.upgrade() {
            Some(me) => me,
            None => Arc::new(Nobody),
        };
        let batch = Batch::start(claim, offsets, next, bytes, watch);
        let mut state = self.lock();
        if let Some(partition) = state.partition(claim) {
            partition.start(batch.clone(), next);
        } else {
            drop(state);
            batch.close();
            batch.release();
        }
        batch
    }

    fn poll_idle(&self, claims: &[Claim], context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if !state.watchers.iter().any(|watcher| watcher.will_wake(context.waker())) {
            state.watchers.push(context.waker().clone());
        }
        self.has_watchers.store(true, Ordering::SeqCst);
        let closing: Vec<Batch> = state.batches(claims);
        drop(state);
        // Outside of the lock: the last one may tell these books.
        closing.iter().for_each(Batch::close);
        if self.lock().are_idle(claims) { Poll::Ready(()) } else { Poll::Pending }
    }

    fn release(&self, claims: &[Claim]) -> Vec<Position> {
        let mut state = self.lock();
        let mut taken = Vec::new();
        let mut positions = Vec::new();
        for claim in claims {
            let Some(mut partition) = state.take(*claim) else { continue };
            // Also what was committed before: whoever took it may come too late to commit it.
            if let Some(offset) = partition.position() {
                positions.push(Position { claim: *claim, offset });
            }
            taken.push(partition);
        }
        self.notify(state);
        taken.iter_mut().for_each(Partition::release);
        positions
    }
}

impl Watch for Ledger {
    fn settled(&self, claim: Claim, amount: Amount) {
        if let Some(books) = self.inlets.get(claim.inlet) {
            books.bound.leave(amount);
        }
        if self.has_watchers.load(Ordering::SeqCst) {
            self.notify(self.lock());
        }
    }

    fn dropped(&self, claim: Claim, offset: i64) {
        let Some(books) = self.inlets.get(claim.inlet) else { return };
        if books.has_ended.load(Ordering::Acquire) {
            self.released.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let topic = books.topic.clone();
        self.raise(Trouble::Dropped { topic, partition: claim.partition, offset });
    }

    fn rejected(&self, claim: Claim, offset: i64, reason: &str) {
        let Some(books) = self.inlets.get(claim.inlet) else { return };
        let earlier = self.rejected.fetch_add(1, Ordering::Relaxed);
        let (topic, partition) = (&*books.topic, claim.partition);
        // Each of the first, then at powers of two: a topic full of them must not fill the disk as well.
        if earlier < 10 || (earlier + 1).is_power_of_two() {
            let rejected = earlier + 1;
            tracing::warn!(topic, partition, offset, reason, rejected, "A record is rejected.");
        }
    }
}

impl Settle for Ledger {
    fn lost(&self, outlet: usize, error: TransportError) {
        let topic = self.outlets.get(outlet).cloned().unwrap_or_default();
        self.raise(Trouble::Lost { topic, error });
    }
}

impl State {
    /// Returns the books of a claim, if it still holds.
    fn partition(&mut self, claim: Claim) -> Option<&mut Partition> {
        let partition = self.inlets.get_mut(claim.inlet)?.get_mut(&claim.partition)?;
        (partition.generation == claim.generation).then_some(partition)
    }

    fn take(&mut self, claim: Claim) -> Option<Partition> {
        self.partition(claim)?;
        self.inlets.get_mut(claim.inlet)?.remove(&claim.partition)
    }

    fn batches(&mut self, claims: &[Claim]) -> Vec<Batch> {
        let mut batches = Vec::new();
        for claim in claims {
            if let Some(partition) = self.partition(*claim) {
                batches.extend(partition.batches());
            }
        }
        batches
    }

    fn are_idle(&mut self, claims: &[Claim]) -> bool {
        claims
            .iter()
            .all(|claim| self.partition(*claim).is_none_or(|partition| partition.is_idle()))
    }
}

/// Watches the batches of books that are closed.
#[derive(Debug)]
struct Nobody;

impl Watch for Nobody {
    fn settled(&self, _: Claim, _: Amount) {}

    fn dropped(&self, _: Claim, _: i64) {}

    fn rejected(&self, _: Claim, _: i64, _: &str) {}
}
