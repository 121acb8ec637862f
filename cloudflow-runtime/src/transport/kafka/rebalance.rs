//! Partitions that come and go.

use std::sync::{Arc, OnceLock, Weak};

use rdkafka::ClientContext;
use rdkafka::TopicPartitionList;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::KafkaError;

use super::commits::Commits;
use super::intake::Intake;
use super::log::Log;
use super::raw::TopicQueue;

/// The context of a session's client. All its methods run on the thread that polls the client.
pub(super) struct Rebalancing {
    pub(super) group: String,
    pub(super) intake: Arc<Intake>,
    /// None for a reader that commits nothing.
    pub(super) commits: Option<Arc<Commits>>,
    pub(super) log: Arc<Log>,
    /// The queues of the topics. They refer to the client, so it does not keep them.
    pub(super) queues: OnceLock<Vec<(String, Weak<TopicQueue<Rebalancing>>)>>,
}

impl Rebalancing {
    /// Has the records of partitions come into the queue of their topic.
    pub(super) fn forward(&self, partitions: &[(String, i32)]) {
        for (topic, partition) in partitions {
            let queue = self.queues.get().into_iter().flatten().find(|(name, _)| name == topic);
            if let Some(queue) = queue.and_then(|(_, queue)| queue.upgrade()) {
                queue.forward(*partition);
            }
        }
    }

    fn give_back(&self, client: &BaseConsumer<Self>, partitions: &[(String, i32)]) {
        let Some(commits) = &self.commits else { return self.intake.lose(partitions) };
        let group = &*self.group;
        let positions = self.intake.revoke(partitions);
        if let Err(error) = commits.commit_last(client, &positions) {
            let error = error.to_string();
            tracing::warn!(
                group,
                ?partitions,
                error,
                "The last commit of partitions failed: some records are read again."
            );
        }
        tracing::info!(group, ?partitions, "Partitions are given back.");
    }
}

impl ClientContext for Rebalancing {
    fn log(&self, level: RDKafkaLogLevel, kind: &str, text: &str) {
        self.log.line(level, kind, text);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.log.error(&error, reason);
    }
}

impl ConsumerContext for Rebalancing {
    fn pre_rebalance(&self, client: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        let group = &*self.group;
        match rebalance {
            Rebalance::Assign(list) => {
                let partitions = partitions(list);
                self.forward(&partitions);
                self.intake.assign(&partitions);
                tracing::info!(group, ?partitions, "Partitions are assigned.");
            }
            Rebalance::Revoke(list) if client.assignment_lost() => {
                let partitions = partitions(list);
                self.intake.lose(&partitions);
                tracing::warn!(
                    group,
                    ?partitions,
                    "Partitions are lost: their records in flight are read again by others."
                );
            }
            Rebalance::Revoke(list) => self.give_back(client, &partitions(list)),
            Rebalance::Error(error) => self.log.warn("rebalance", &error.to_string()),
        }
    }
}

fn partitions(list: &TopicPartitionList) -> Vec<(String, i32)> {
    let elements = list.elements();
    elements.iter().map(|element| (element.topic().to_owned(), element.partition())).collect()
}
