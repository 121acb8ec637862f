//! Commits, one at a time, never for a partition that was let go of.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use super::intake::Intake;
use super::log::Log;
use super::observer::unavailable;
use super::rebalance::Rebalancing;
use crate::transport::{Position, TransportError};

/// How long to wait before a commit that a rebalance held up is tried again.
const AGAIN: Duration = Duration::from_millis(50);

/// The right to commit. While it is used, no partition is let go of: else an old position could
/// arrive after the next owner's.
pub(super) struct Commits {
    client: Mutex<Option<Arc<BaseConsumer<Rebalancing>>>>,
    topic: String,
    log: Arc<Log>,
    patience: Duration,
}

impl Commits {
    pub(super) fn new(topic: &str, log: Arc<Log>, patience: Duration) -> Self {
        Self { client: Mutex::default(), topic: topic.to_owned(), log, patience }
    }

    pub(super) fn open(&self, client: Arc<BaseConsumer<Rebalancing>>) {
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = Some(client);
    }

    /// Lets go of the client; commits after that are for partitions that are not owned any more.
    pub(super) fn close(&self) {
        self.client.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Commits positions of partitions that are owned. Blocks.
    pub(super) fn commit(
        &self,
        intake: &Intake,
        positions: &[Position],
    ) -> Result<(), TransportError> {
        let deadline = Instant::now() + self.patience;
        loop {
            let client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(open) = client.as_ref() else { return Ok(()) };
            let result = self.send(open, &intake.owned(positions));
            drop(client);
            match result {
                Err(error) if is_passing(&error) && Instant::now() < deadline => {
                    thread::sleep(AGAIN);
                }
                result => return self.told(result),
            }
        }
    }

    /// Commits what a partition leaves behind: called by the client's thread, which lets go of it
    /// afterwards.
    pub(super) fn commit_last(
        &self,
        client: &BaseConsumer<Rebalancing>,
        positions: &[Position],
    ) -> Result<(), TransportError> {
        let _alone = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        self.told(self.send(client, positions))
    }

    fn send(
        &self,
        client: &BaseConsumer<Rebalancing>,
        positions: &[Position],
    ) -> Result<(), KafkaError> {
        if positions.is_empty() {
            return Ok(());
        }
        let mut list = TopicPartitionList::with_capacity(positions.len());
        for position in positions {
            let offset = Offset::Offset(position.offset);
            list.add_partition_offset(&self.topic, position.partition, offset)?;
        }
        client.commit(&list, CommitMode::Sync)
    }

    fn told(&self, result: Result<(), KafkaError>) -> Result<(), TransportError> {
        result.map_err(|error| unavailable(&self.log, self.patience, &error))
    }
}

/// Whether it is only that the group, or its coordinator, changes just now.
fn is_passing(error: &KafkaError) -> bool {
    use RDKafkaErrorCode as Code;
    matches!(
        error.rdkafka_error_code(),
        Some(
            Code::RebalanceInProgress
                | Code::IllegalGeneration
                | Code::UnknownMemberId
                | Code::CoordinatorLoadInProgress
                | Code::CoordinatorNotAvailable
                | Code::NotCoordinator
        )
    )
}
