//! What is known of a topic, guarded by one lock.

use std::collections::BTreeMap;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::assignment::MemberId;
use super::group::Group;
use super::log::{Amount, Log};
use super::settings::MemorySettings;
use crate::delivery::PartitionTracker;
use crate::transport::{Delivery, Lag, Message, Position};

/// The records and groups of a topic.
#[derive(Debug, Default)]
pub(super) struct State {
    logs: Vec<Log>,
    groups: BTreeMap<String, Group>,
    held: Amount,
    sequence: u64,
    members: MemberId,
    /// Producers that wait for room.
    waiting: Vec<Waker>,
}

/// Wakers to wake, or to drop, when the lock is free: both may run anything, also what needs the lock.
#[derive(Debug, Default)]
pub(super) struct Later {
    woken: Vec<Waker>,
    dropped: Vec<Waker>,
}

impl Later {
    pub(super) fn wake(&mut self, waker: Option<Waker>) {
        self.woken.extend(waker);
    }

    pub(super) fn drop(&mut self, waker: Option<Waker>) {
        self.dropped.extend(waker);
    }

    pub(super) fn run(self) {
        self.woken.into_iter().for_each(Waker::wake);
    }
}

impl State {
    pub(super) fn partitions(&self) -> u32 {
        u32::try_from(self.logs.len()).unwrap_or(u32::MAX)
    }

    /// Adds partitions until there are this many.
    pub(super) fn grow(&mut self, partitions: u32, later: &mut Later) {
        while self.partitions() < partitions {
            self.logs.push(Log::default());
        }
        for group in self.groups.values_mut() {
            group.grow(&self.logs, later);
        }
    }

    /// Makes a group known: from now on records are kept for it.
    pub(super) fn register(&mut self, group: &str, drain: Duration, later: &mut Later) {
        if !self.groups.contains_key(group) {
            let mut new = Group::new(drain);
            new.grow(&self.logs, later);
            self.groups.insert(group.to_owned(), new);
        }
    }

    pub(super) fn join(
        &mut self,
        group: &str,
        tracker: PartitionTracker,
        drain: Duration,
        later: &mut Later,
    ) -> MemberId {
        self.register(group, drain, later);
        self.members += 1;
        if let Some(group) = self.groups.get_mut(group) {
            group.join(self.members, tracker, later);
        }
        self.members
    }

    pub(super) fn leave(&mut self, group: &str, id: MemberId, later: &mut Later) {
        if let Some(group) = self.groups.get_mut(group) {
            group.leave(id, later);
        }
        self.trim(later);
    }

    pub(super) fn poll_leaving(
        &mut self,
        group: &str,
        id: MemberId,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        self.groups.get_mut(group).map_or(Poll::Ready(()), |group| group.poll_leaving(id, context))
    }

    pub(super) fn poll_next(
        &mut self,
        group: &str,
        id: MemberId,
        context: &mut Context<'_>,
        later: &mut Later,
    ) -> Poll<Option<Delivery>> {
        let Some(group) = self.groups.get_mut(group) else { return Poll::Ready(None) };
        group.poll_next(id, &self.logs, context, later)
    }

    pub(super) fn group(&self, group: &str) -> Option<&Group> {
        self.groups.get(group)
    }

    pub(super) fn commit(
        &mut self,
        group: &str,
        id: MemberId,
        positions: &[Position],
        later: &mut Later,
    ) {
        if let Some(group) = self.groups.get_mut(group) {
            group.commit(id, positions);
            group.settle(later);
        }
        self.trim(later);
    }

    /// Waits while the topic is full. One that no group reads is never full.
    pub(super) fn poll_ready(
        &mut self,
        settings: &MemorySettings,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        if self.groups.is_empty() || !self.is_full(settings) {
            return Poll::Ready(());
        }
        if !self.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            self.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }

    /// Appends a message. Returns how many records went away, because no group reads the topic and it
    /// is full.
    pub(super) fn append(
        &mut self,
        partition: usize,
        message: Message,
        settings: &MemorySettings,
        later: &mut Later,
    ) -> usize {
        let Some(log) = self.logs.get_mut(partition) else { return 0 };
        let size = message.size();
        log.append(message, size, self.sequence);
        self.sequence += 1;
        self.held.records += 1;
        self.held.bytes += size;
        for group in self.groups.values_mut() {
            group.wake_reader(partition, later);
        }
        if self.groups.is_empty() { self.expire(settings) } else { 0 }
    }

    /// Returns how far a group is behind; one that is not known is behind by all there is.
    pub(super) fn lag(&self, group: &str) -> Lag {
        let distance = |from: i64, to: i64| u64::try_from(to - from).unwrap_or(0);
        let end = self.logs.iter().map(|log| distance(0, log.end())).sum();
        let behind = match self.groups.get(group) {
            Some(group) => {
                let logs = self.logs.iter().zip(group.committed());
                logs.map(|(log, committed)| distance(committed, log.end())).sum()
            }
            None => self.logs.iter().map(|log| distance(log.start(), log.end())).sum(),
        };
        Lag { behind, end }
    }

    fn is_full(&self, settings: &MemorySettings) -> bool {
        self.held.records >= settings.records || self.held.bytes >= settings.bytes
    }

    /// Lets go of the oldest records until the bounds hold.
    fn expire(&mut self, settings: &MemorySettings) -> usize {
        let mut expired = 0;
        while self.held.records > settings.records
            || (self.held.bytes > settings.bytes && self.held.records > 1)
        {
            let oldest = self.logs.iter_mut().filter(|log| log.oldest().is_some());
            let Some(log) = oldest.min_by_key(|log| log.oldest()) else { break };
            let freed = log.trim(log.start() + 1);
            self.held = self.held.without(freed);
            expired += freed.records;
        }
        expired
    }

    /// Lets go of what all groups have committed.
    fn trim(&mut self, later: &mut Later) {
        let mut groups: Vec<_> = self.groups.values().map(Group::committed).collect();
        let mut freed_any = false;
        for log in &mut self.logs {
            let committed = groups.iter_mut().filter_map(Iterator::next).min();
            if let Some(committed) = committed {
                let freed = log.trim(committed);
                freed_any |= freed != Amount::default();
                self.held = self.held.without(freed);
            }
        }
        if freed_any {
            later.woken.append(&mut self.waiting);
        }
    }
}
