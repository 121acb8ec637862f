//! Commits, one at a time, never for a partition that was let go of.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::consumer::BaseConsumer;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use super::intake::Intake;
use super::log::Log;
use super::observer::unavailable;
use super::raw;
use super::rebalance::Rebalancing;
use crate::transport::{Position, TransportError};

/// How long to wait before a commit that a rebalance held up is tried again.
const AGAIN: Duration = Duration::from_millis(50);

/// How long one attempt may take. A rebalance waits for it.
const ATTEMPT: Duration = Duration::from_secs(3);

/// The right to commit. While it is used, no partition is let go of: else an old position could
/// arrive after the next owner's.
pub(super) struct Commits {
    client: Mutex<Option<Arc<BaseConsumer<Rebalancing>>>>,
    log: Arc<Log>,
    patience: Duration,
}

/// Topic, partition, offset.
type Place = (String, i32, i64);

impl Commits {
    pub(super) fn new(log: Arc<Log>, patience: Duration) -> Self {
        Self { client: Mutex::default(), log, patience }
    }

    pub(super) fn open(&self, client: Arc<BaseConsumer<Rebalancing>>) {
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = Some(client);
    }

    /// Lets go of the client; commits after that are for partitions that are not owned any more.
    pub(super) fn close(&self) {
        self.client.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Commits positions of claims that are held. Blocks, at most as long as a request may take.
    pub(super) fn commit(
        &self,
        intake: &Intake,
        positions: &[Position],
    ) -> Result<(), TransportError> {
        let deadline = Instant::now() + self.patience;
        loop {
            let client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(open) = client.as_ref() else { return Ok(()) };
            let left = deadline.saturating_duration_since(Instant::now());
            let result = send(open, &intake.committable(positions), left.min(ATTEMPT));
            drop(client);
            match result {
                Err(code) if is_passing(code) && Instant::now() < deadline => {
                    thread::sleep(AGAIN);
                }
                result => return self.told(result),
            }
        }
    }

    /// Commits what partitions leave behind: called by the client's thread, which lets go of them
    /// afterwards.
    pub(super) fn commit_last(
        &self,
        client: &BaseConsumer<Rebalancing>,
        places: &[Place],
    ) -> Result<(), TransportError> {
        let _alone = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        self.told(send(client, places, self.patience.min(ATTEMPT)))
    }

    fn told(&self, result: Result<(), RDKafkaErrorCode>) -> Result<(), TransportError> {
        result.map_err(|code| unavailable(&self.log, self.patience, &KafkaError::Global(code)))
    }
}

fn send(
    client: &BaseConsumer<Rebalancing>,
    places: &[Place],
    patience: Duration,
) -> Result<(), RDKafkaErrorCode> {
    if places.is_empty() {
        return Ok(());
    }
    let mut list = TopicPartitionList::with_capacity(places.len());
    for (topic, partition, offset) in places {
        list.add_partition_offset(topic, *partition, Offset::Offset(*offset))
            .map_err(|error| super::error::code(&error))?;
    }
    raw::commit(client, &list, patience)
}

/// Whether it is only that the group, its coordinator or the connection changes just now.
fn is_passing(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode as Code;
    matches!(
        code,
        Code::RebalanceInProgress
            | Code::IllegalGeneration
            | Code::UnknownMemberId
            | Code::CoordinatorLoadInProgress
            | Code::CoordinatorNotAvailable
            | Code::NotCoordinator
            | Code::WaitingForCoordinator
            | Code::BrokerTransportFailure
            | Code::OperationTimedOut
            | Code::RequestTimedOut
    )
}

impl fmt::Debug for Commits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Commits").finish_non_exhaustive()
    }
}
