//! The task of a streamlet, and what is known of it from outside.

use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;

use super::RawOutlet;
use super::inlet::place;
use crate::StreamletResult;
use crate::delivery::Ledger;
use crate::transport::Batch;

thread_local! {
    /// Which streamlet's task is being polled on this thread; 0 for none.
    static CURRENT: Cell<usize> = const { Cell::new(0) };
}

/// Names the task of a streamlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Driver(usize);

impl Driver {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Returns whether this thread polls the task right now.
    pub(super) fn is_current(self) -> bool {
        CURRENT.get() == self.0
    }
}

/// The future of a streamlet. Before it waits, it hands over what is in the buffers of its outlets.
pub(crate) struct Driven {
    future: BoxFuture<'static, StreamletResult>,
    driver: Driver,
    outlets: Vec<RawOutlet>,
    ledger: Arc<Ledger>,
    health: Arc<Health>,
}

impl Driven {
    pub(crate) fn new(
        future: BoxFuture<'static, StreamletResult>,
        driver: Driver,
        outlets: Vec<RawOutlet>,
        ledger: Arc<Ledger>,
        health: Arc<Health>,
    ) -> Self {
        Self { future, driver, outlets, ledger, health }
    }
}

impl Future for Driven {
    type Output = StreamletResult;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StreamletResult> {
        let this = &mut *self;
        this.ledger.begin_turn();
        for outlet in &this.outlets {
            outlet.register(context);
        }
        let polled = {
            let _entered = Entered::new(this.driver, &this.health);
            this.future.as_mut().poll(context)
        };
        if polled.is_pending() {
            for outlet in &this.outlets {
                // Where there is no room, it wakes this task.
                let _ = outlet.poll_hand_over(context);
            }
        }
        polled
    }
}

/// Marks the thread, also when the poll ends in a panic.
struct Entered<'a> {
    before: usize,
    health: &'a Health,
}

impl<'a> Entered<'a> {
    fn new(driver: Driver, health: &'a Health) -> Self {
        health.polled_since.store(health.now(), Ordering::Relaxed);
        Self { before: CURRENT.replace(driver.0), health }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        CURRENT.set(self.before);
        self.health.polled_since.store(0, Ordering::Relaxed);
    }
}

/// What is known of a running streamlet without asking it.
pub(crate) struct Health {
    start: Instant,
    /// Since when its task has not come back from a poll, in milliseconds from the start; 0 while it is
    /// not polled.
    polled_since: AtomicU64,
    /// Since when one call of a value function lasts, likewise.
    called_since: AtomicU64,
    /// The records that a value function works on.
    work: Mutex<Option<(String, Batch)>>,
    /// Which of them.
    at: AtomicUsize,
}

/// Why a streamlet counts as hung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hung {
    /// Whether its task does not come back, or one call of a value function does not end.
    pub(crate) is_blocked: bool,
    /// For how long.
    pub(crate) since: Duration,
    /// The record that it works on, where that is known.
    pub(crate) record: Option<String>,
}

impl fmt::Display for Hung {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.since.as_secs();
        if self.is_blocked {
            write!(formatter, "its task has not come back from a poll for {seconds} s")?;
        } else {
            write!(formatter, "a call has lasted for {seconds} s")?;
        }
        match &self.record {
            Some(record) => write!(formatter, ", at the record at {record}"),
            None => Ok(()),
        }
    }
}

impl Health {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            polled_since: AtomicU64::new(0),
            called_since: AtomicU64::new(0),
            work: Mutex::default(),
            at: AtomicUsize::new(0),
        }
    }

    /// A value function works on these records now.
    pub(crate) fn works_on(&self, topic: &str, batch: &Batch) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *work {
            Some((_, last)) => *last = batch.clone(),
            none => *none = Some((topic.to_owned(), batch.clone())),
        }
    }

    /// It works on this one.
    pub(crate) fn works_at(&self, at: usize) {
        self.at.store(at, Ordering::Relaxed);
    }

    /// A call has begun that did not end at once.
    pub(super) fn call_begins(&self) {
        self.called_since.store(self.now(), Ordering::Relaxed);
    }

    /// The oldest of several calls began at this time; see [`Self::now`].
    pub(crate) fn called_since(&self, since: u64) {
        self.called_since.store(since, Ordering::Relaxed);
    }

    pub(crate) fn call_ends(&self) {
        self.called_since.store(0, Ordering::Relaxed);
    }

    /// Returns whether it hangs: its task is in one poll for `hang`, or one call lasts for `call`.
    pub(crate) fn hung(&self, hang: Duration, call: Duration) -> Option<Hung> {
        let now = self.now();
        let lasts = |since: &AtomicU64| match since.load(Ordering::Relaxed) {
            0 => Duration::ZERO,
            since => Duration::from_millis(now.saturating_sub(since)),
        };
        let (polled, called) = (lasts(&self.polled_since), lasts(&self.called_since));
        if polled >= hang {
            Some(Hung { is_blocked: true, since: polled, record: self.record() })
        } else if called >= call {
            Some(Hung { is_blocked: false, since: called, record: self.record() })
        } else {
            None
        }
    }

    /// Returns the record that a value function works on, for people.
    pub(crate) fn record(&self) -> Option<String> {
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let (topic, batch) = work.as_ref()?;
        let offset = batch.offset(self.at.load(Ordering::Relaxed));
        let partition = batch.claim().partition;
        Some(place(topic, partition, offset))
    }

    /// Returns the time in milliseconds from the start.
    pub(crate) fn now(&self) -> u64 {
        // From 1 on: 0 says that there is nothing to measure.
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX - 1) + 1
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Health").finish_non_exhaustive()
    }
}
