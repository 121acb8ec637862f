//! Partitions that come and go.

use std::sync::Arc;

use rdkafka::ClientContext;
use rdkafka::TopicPartitionList;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::KafkaError;
use rdkafka::topic_partition_list::TopicPartitionListElem;

use super::commits::Commits;
use super::intake::Intake;
use super::log::Log;

/// The context of a subscription's client. All its methods run on the thread that polls the client.
pub(super) struct Rebalancing {
    pub(super) topic: String,
    pub(super) group: String,
    pub(super) intake: Arc<Intake>,
    pub(super) commits: Arc<Commits>,
    pub(super) log: Arc<Log>,
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
        let (topic, group) = (&*self.topic, &*self.group);
        match rebalance {
            Rebalance::Assign(list) => {
                let partitions = partitions(list);
                self.intake.assign(&partitions);
                tracing::info!(topic, group, ?partitions, "Partitions are assigned.");
            }
            Rebalance::Revoke(list) if client.assignment_lost() => {
                let partitions = partitions(list);
                self.intake.lose(&partitions);
                tracing::warn!(
                    topic,
                    group,
                    ?partitions,
                    "Partitions are lost: their records in flight are read again by others."
                );
            }
            Rebalance::Revoke(list) => {
                let partitions = partitions(list);
                let positions = self.intake.revoke(&partitions);
                if let Err(error) = self.commits.commit_last(client, &positions) {
                    let error = error.to_string();
                    tracing::warn!(
                        topic,
                        group,
                        ?partitions,
                        error,
                        "The last commit of partitions failed: some records are read again."
                    );
                }
                tracing::info!(topic, group, ?partitions, "Partitions are given back.");
            }
            Rebalance::Error(error) => self.log.warn("rebalance", &error.to_string()),
        }
    }
}

fn partitions(list: &TopicPartitionList) -> Vec<i32> {
    list.elements().iter().map(TopicPartitionListElem::partition).collect()
}
