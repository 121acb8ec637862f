//! A member of a consumer group of the embedded log: its sources, and its commits.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::{Instant, Sleep, sleep_until, timeout};

use super::assignment::MemberId;
use super::group::Group;
use super::later::Later;
use super::topic::Topic;
use crate::transport::{Assignment, Bound, Commits, Delivered, Position, Source, TransportError};

/// A group, and the lock that guards what its members own.
#[derive(Debug)]
pub(super) struct SharedGroup {
    drain: Duration,
    /// [`Group::epoch`], to be looked at without the lock.
    epoch: AtomicU64,
    group: Mutex<Group>,
}

/// A place in a group, given up when nothing refers to it any more.
#[derive(Debug)]
pub(super) struct Membership {
    group: Arc<SharedGroup>,
    id: MemberId,
}

/// What one inlet of a member reads.
#[derive(Debug)]
pub(super) struct MemorySource {
    membership: Arc<Membership>,
    inlet: usize,
    bound: Arc<Bound>,
    /// The epoch in which nothing is on its way to the member any more.
    quiet: u64,
    /// Ends the wait for a unit that its owner does not give up.
    timer: Option<Pin<Box<Sleep>>>,
}

/// Where a member commits. An instance that reads nothing is no member.
#[derive(Debug)]
pub(super) struct MemoryCommits {
    membership: Option<Arc<Membership>>,
}

impl SharedGroup {
    pub(super) fn new(name: &str, drain: Duration) -> Self {
        let group = Mutex::new(Group::new(name, drain));
        Self { drain, epoch: AtomicU64::new(0), group }
    }

    pub(super) fn join(
        self: &Arc<Self>,
        topics: &[Arc<Topic>],
        co_partitioned: &[Vec<usize>],
        assignment: Arc<dyn Assignment>,
    ) -> Result<Arc<Membership>, TransportError> {
        let id =
            self.update(|group, later| group.join(topics, co_partitioned, assignment, later))?;
        Ok(Arc::new(Membership { group: Arc::clone(self), id }))
    }

    /// Takes notice of partitions that are new.
    pub(super) fn refresh(&self) {
        self.update(Group::refresh);
    }

    /// Changes the group; what is left to do is done when the lock is free again.
    fn update<R>(&self, change: impl FnOnce(&mut Group, &mut Later) -> R) -> R {
        let mut later = Later::default();
        // Nothing under the lock can panic half-way through a change.
        let mut group = self.group.lock().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut group, &mut later);
        self.epoch.store(group.epoch(), Ordering::Release);
        drop(group);
        later.run();
        result
    }
}

impl Membership {
    fn leave(&self) {
        self.group.update(|group, later| group.leave(self.id, later));
    }

    /// Takes the units that come to this member and that nothing keeps any more. Returns the epoch, and
    /// when the next unit comes at the latest, if one does.
    fn poll_moves(&self, context: &mut Context<'_>) -> (u64, Option<Instant>) {
        let (epoch, moves) = self.group.update(|group, _| (group.epoch(), group.moves(self.id)));
        // Without the lock: whoever waits for records in flight may have to end some first.
        let (ready, waiting): (Vec<_>, Vec<_>) = moves.into_iter().partition(|coming| {
            coming.deadline <= Instant::now()
                || coming.assignment.poll_idle(&coming.claims, context).is_ready()
        });
        if !ready.is_empty() {
            self.group.update(|group, later| group.finish(&ready, later));
        }
        (epoch, waiting.iter().map(|coming| coming.deadline).min())
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.leave();
    }
}

impl MemorySource {
    pub(super) fn new(membership: Arc<Membership>, inlet: usize, bound: Arc<Bound>) -> Self {
        Self { membership, inlet, bound, quiet: 0, timer: None }
    }

    /// Waits for a deadline of units that come. Returns whether it has passed.
    fn poll_deadline(&mut self, deadline: Option<Instant>, context: &mut Context<'_>) -> Poll<()> {
        let Some(deadline) = deadline else {
            self.timer = None;
            return Poll::Pending;
        };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if timer.deadline() != deadline {
            timer.as_mut().reset(deadline);
        }
        timer.as_mut().poll(context)
    }
}

impl Source for MemorySource {
    fn poll_batch(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Delivered>, TransportError>> {
        loop {
            let group = Arc::clone(&self.membership.group);
            let (mut epoch, mut deadline) = (group.epoch.load(Ordering::Acquire), None);
            if epoch != self.quiet {
                (epoch, deadline) = self.membership.poll_moves(context);
                if deadline.is_none() {
                    self.quiet = epoch;
                }
            }
            let next = group.update(|group, later| {
                let id = self.membership.id;
                let is_known = group.epoch() == epoch;
                is_known.then(|| group.poll_batch(id, self.inlet, &self.bound, context, later))
            });
            // Units began to move since it was looked for them.
            let Some(next) = next else { continue };
            if next.is_ready() || self.poll_deadline(deadline, context).is_pending() {
                return next;
            }
            // The deadline has passed: the next look takes the unit, and finds later deadlines only.
        }
    }
}

impl MemoryCommits {
    pub(super) fn new(membership: Option<Arc<Membership>>) -> Self {
        Self { membership }
    }
}

impl Commits for MemoryCommits {
    fn commit(&self, positions: Vec<Position>) -> BoxFuture<'_, Result<(), TransportError>> {
        Box::pin(async move {
            if let Some(Membership { group, id }) = self.membership.as_deref() {
                group.update(|group, later| group.commit(*id, &positions, later));
            }
            Ok(())
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let Some(membership) = self.membership.as_deref() else { return };
            let Membership { group, id } = membership;
            let Some((assignment, claims)) = group.update(|group, later| group.close(*id, later))
            else {
                return;
            };
            let is_idle = poll_fn(|context| assignment.poll_idle(&claims, context));
            // What is still in flight after the wait is read again by the next owner.
            let _ = timeout(group.drain, is_idle).await;
            membership.leave();
        })
    }
}
