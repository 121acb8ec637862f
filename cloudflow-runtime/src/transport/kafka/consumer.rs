//! A member of a consumer group of Kafka: a client, and a thread that polls it.
//!
//! A thread, not a task: when a partition is taken away the client calls back in the middle of a poll,
//! and the answer must wait until the records in flight are done.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use futures::future::BoxFuture;
use rdkafka::Message as _;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use tokio::sync::watch;

use super::commits::Commits;
use super::config::describe;
use super::convert::received;
use super::error::{topic_error, words};
use super::intake::{Intake, Leaving};
use super::log::Log;
use super::rebalance::Rebalancing;
use super::settings::KafkaSettings;
use super::transport::Cluster;
use crate::delivery::PartitionTracker;
use crate::transport::{Committer, Deliveries, Delivery, Position, Subscription, TransportError};

/// How long one poll waits for records; leaving waits for its end.
const POLL: Duration = Duration::from_millis(100);

/// How long the thread waits for a streamlet that is behind, before it pauses its partitions. A pause
/// throws away what the client has fetched, so it is for slow streamlets, not for every full buffer;
/// and without it a rebalance would wait for the streamlet.
const BEHIND: Duration = Duration::from_millis(200);

/// Joins a group.
pub(super) fn subscribe(
    cluster: &Cluster,
    settings: &KafkaSettings,
    topic: &str,
    group: &str,
    tracker: PartitionTracker,
) -> Result<Subscription, TransportError> {
    let log = Arc::clone(&cluster.log);
    let intake = Arc::new(Intake::new(tracker, settings));
    let commits = Arc::new(Commits::new(topic, Arc::clone(&log), settings.request));
    let context = Rebalancing {
        topic: topic.to_owned(),
        group: group.to_owned(),
        intake: Arc::clone(&intake),
        commits: Arc::clone(&commits),
        log: Arc::clone(&log),
    };
    let client = cluster.config.consumer(group).create_with_context(context);
    let client: Arc<BaseConsumer<Rebalancing>> =
        Arc::new(client.map_err(|error| describe(&error))?);
    let system = || log.system().to_owned();
    client.subscribe(&[topic]).map_err(|error| TransportError::Unavailable {
        system: system(),
        reason: error.to_string(),
    })?;

    let (ended, end) = watch::channel(());
    let member = Member {
        client,
        intake: Arc::clone(&intake),
        commits: Arc::clone(&commits),
        log: Arc::clone(&log),
    };
    let spawned = thread::Builder::new().name(format!("kafka {topic}")).spawn(move || {
        member.run();
        drop(ended);
    });
    spawned.map_err(|error| TransportError::Unavailable {
        system: system(),
        reason: format!("no thread for topic `{topic}`: {error}"),
    })?;
    let membership = Arc::new(Membership { intake, commits, end });
    Ok(Subscription {
        deliveries: Box::new(KafkaDeliveries { membership: Arc::clone(&membership) }),
        committer: Arc::new(KafkaCommitter { membership }),
    })
}

/// What the thread owns.
struct Member {
    client: Arc<BaseConsumer<Rebalancing>>,
    intake: Arc<Intake>,
    commits: Arc<Commits>,
    log: Arc<Log>,
}

impl Member {
    fn run(self) {
        let _end = End { intake: &self.intake, commits: &self.commits };
        self.intake.adopt();
        self.commits.open(Arc::clone(&self.client));
        let mut is_paused = false;
        while self.intake.leaving().is_none() {
            is_paused = self.pause_or_resume(is_paused);
            match self.client.poll(POLL) {
                None => {}
                Some(Ok(message)) => {
                    let copied = received(&message, &self.log);
                    self.intake.push(message.partition(), message.offset(), copied);
                }
                Some(Err(error)) => self.heed(&error),
            }
        }
    }

    /// Returns whether the partitions are paused now.
    fn pause_or_resume(&self, is_paused: bool) -> bool {
        let go_on =
            if is_paused { self.intake.has_caught_up() } else { self.intake.wait_for_room(BEHIND) };
        if !is_paused && go_on {
            return false;
        }
        let pause = !go_on;
        // As long as it lasts also partitions that came since are paused.
        let changed = self.client.assignment().and_then(|assignment| {
            if pause { self.client.pause(&assignment) } else { self.client.resume(&assignment) }
        });
        if let Err(error) = changed {
            self.log.warn("pause", &error.to_string());
        }
        pause
    }

    /// Ends the intake after an error that the client does not recover from.
    fn heed(&self, error: &KafkaError) {
        let code = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown);
        let system = self.log.system();
        let topic = &self.client.context().topic;
        match (error, code) {
            (KafkaError::MessageConsumptionFatal(code), _) => {
                let reason = words(*code);
                self.intake.fail(TransportError::Unavailable { system: system.to_owned(), reason });
            }
            (
                _,
                RDKafkaErrorCode::UnknownTopic
                | RDKafkaErrorCode::UnknownTopicOrPartition
                | RDKafkaErrorCode::TopicAuthorizationFailed
                | RDKafkaErrorCode::GroupAuthorizationFailed,
            ) => self.intake.fail(topic_error(system, topic, code)),
            // The client's context has told it.
            _ => {}
        }
    }
}

/// The end of the thread, also when it panics: nobody waits for it any more, and the reference to the
/// client that is dropped after this is the last. The client leaves the group while it is dropped, and
/// calls back to give its partitions back.
struct End<'a> {
    intake: &'a Intake,
    commits: &'a Commits,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.intake.fail(TransportError::Closed);
        self.commits.close();
    }
}

/// A place in a group, given up when nothing refers to it any more.
struct Membership {
    intake: Arc<Intake>,
    commits: Arc<Commits>,
    end: watch::Receiver<()>,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.intake.leave(Leaving::AtOnce);
    }
}

struct KafkaDeliveries {
    membership: Arc<Membership>,
}

impl Deliveries for KafkaDeliveries {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Delivery, TransportError>> {
        self.membership.intake.poll_next(context)
    }
}

struct KafkaCommitter {
    membership: Arc<Membership>,
}

impl Committer for KafkaCommitter {
    fn commit(&self, positions: Vec<Position>) -> BoxFuture<'_, Result<(), TransportError>> {
        let (intake, commits) =
            (Arc::clone(&self.membership.intake), Arc::clone(&self.membership.commits));
        Box::pin(async move {
            let commit = move || commits.commit(&intake, &positions);
            // Only a runtime that shuts down takes it back.
            tokio::task::spawn_blocking(commit).await.unwrap_or(Err(TransportError::Closed))
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            self.membership.intake.leave(Leaving::Drained);
            // The sender is dropped at the end of the thread; nothing is ever sent.
            let _ = self.membership.end.clone().changed().await;
        })
    }
}

impl std::fmt::Debug for KafkaDeliveries {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("KafkaDeliveries").field(&self.membership.intake).finish()
    }
}

impl std::fmt::Debug for KafkaCommitter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("KafkaCommitter").field(&self.membership.intake).finish()
    }
}
