//! A member of a consumer group of the embedded log.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio::time::{Sleep, sleep_until, timeout};

use super::assignment::MemberId;
use super::topic::Topic;
use crate::delivery::PartitionTracker;
use crate::transport::{Committer, Deliveries, Delivery, Position, Subscription, TransportError};

/// Joins a group.
pub(super) fn subscribe(topic: Arc<Topic>, group: &str, tracker: PartitionTracker) -> Subscription {
    let drain = topic.settings.drain;
    let id = topic.update(|state, later| state.join(group, tracker, drain, later));
    let membership = Arc::new(Membership { topic, group: group.to_owned(), id });
    Subscription {
        deliveries: Box::new(MemoryDeliveries { membership: Arc::clone(&membership), timer: None }),
        committer: Arc::new(MemoryCommitter { membership }),
    }
}

/// A place in a group, given up when nothing refers to it any more.
#[derive(Debug)]
struct Membership {
    topic: Arc<Topic>,
    group: String,
    id: MemberId,
}

impl Membership {
    fn leave(&self) {
        self.topic.update(|state, later| state.leave(&self.group, self.id, later));
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.leave();
    }
}

#[derive(Debug)]
struct MemoryDeliveries {
    membership: Arc<Membership>,
    /// Ends the wait for a partition that its owner does not give up.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deliveries for MemoryDeliveries {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Delivery, TransportError>> {
        let Membership { topic, group, id } = &*self.membership;
        loop {
            let (next, deadline) = topic.update(|state, later| {
                let next = state.poll_next(group, *id, context, later);
                (next, state.group(group).and_then(|group| group.deadline(*id)))
            });
            if let Poll::Ready(delivery) = next {
                return Poll::Ready(delivery.ok_or(TransportError::Closed));
            }
            let Some(deadline) = deadline else {
                self.timer = None;
                return Poll::Pending;
            };
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
            if timer.deadline() != deadline {
                timer.as_mut().reset(deadline);
            }
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            // The deadline has passed: the next look finds the partition, and later deadlines only.
        }
    }
}

#[derive(Debug)]
struct MemoryCommitter {
    membership: Arc<Membership>,
}

impl Committer for MemoryCommitter {
    fn commit(&self, positions: Vec<Position>) -> BoxFuture<'_, Result<(), TransportError>> {
        let Membership { topic, group, id } = &*self.membership;
        Box::pin(async move {
            topic.update(|state, later| state.commit(group, *id, &positions, later));
            Ok(())
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        let Membership { topic, group, id } = &*self.membership;
        Box::pin(async move {
            let is_idle =
                poll_fn(|context| topic.update(|state, _| state.poll_leaving(group, *id, context)));
            // What is still in flight after the wait is read again by the next owner.
            let _ = timeout(topic.settings.drain, is_idle).await;
            self.membership.leave();
        })
    }
}
