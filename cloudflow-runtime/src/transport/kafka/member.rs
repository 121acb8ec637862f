//! A consumer: a client, and a thread that polls it.
//!
//! A thread, not a task: when a partition is taken away the client calls back in the middle of a poll,
//! and the answer must wait until the records in flight are done.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use tokio::sync::watch;

use super::cluster::Shared;
use super::commits::Commits;
use super::error::{topic_error, words};
use super::holdings::Holdings;
use super::inflow::{Inflow, Next};
use super::intake::{Intake, Leaving};
use super::log::Log;
use super::raw::{Control, Feed, TopicQueue};
use super::rebalance::Rebalancing;
use crate::transport::{
    Assignment, Bound, Commits as Committing, Delivered, Position, Source, TransportError,
};

/// How long the thread sleeps when nothing comes; the client wants to be polled now and then.
const POLL: Duration = Duration::from_millis(100);

/// How much longer than its records may take a member may take to leave: for the last commit, and for
/// telling the group.
const LEAVE: Duration = Duration::from_secs(5);

/// What a consumer is made of.
pub(super) struct MemberSpec {
    pub(super) config: ClientConfig,
    /// What it is called in the log.
    pub(super) group: String,
    pub(super) holdings: Holdings,
    /// One for each inlet.
    pub(super) bounds: Vec<Arc<Bound>>,
    pub(super) assignment: Arc<dyn Assignment>,
    pub(super) commits: Option<Arc<Commits>>,
}

/// Makes the client and its thread. `start` subscribes it, or assigns it what it reads.
pub(super) fn join(
    cluster: &Shared,
    spec: MemberSpec,
    start: impl FnOnce(&BaseConsumer<Rebalancing>, &Intake) -> Result<(), KafkaError>,
) -> Result<Arc<Membership>, TransportError> {
    let MemberSpec { config, group, holdings, bounds, assignment, commits } = spec;
    let log = Arc::clone(&cluster.log);
    let topics: Vec<_> = holdings.topics().to_vec();
    let bounds_of = |topic: usize| -> Vec<Arc<Bound>> {
        holdings.inlets_of(topic).filter_map(|inlet| bounds.get(inlet).map(Arc::clone)).collect()
    };
    let bounds_of: Vec<_> = (0..topics.len()).map(bounds_of).collect();
    let intake = Arc::new(Intake::new(holdings, bounds, assignment, cluster.drain));
    let context = Rebalancing {
        group: group.clone(),
        intake: Arc::clone(&intake),
        commits: commits.clone(),
        log: Arc::clone(&log),
        queues: OnceLock::new(),
    };
    let client = config.create_with_context(context);
    let mut client: BaseConsumer<Rebalancing> =
        client.map_err(|error| cluster.config.describe(&error))?;
    let parker = Arc::clone(&intake.parker);
    client.set_nonempty_callback(move || parker.unpark());
    let client = Arc::new(client);
    let system = || log.system().to_owned();
    let fail = |reason: String| TransportError::Unavailable { system: system(), reason };

    let queue = |topic: &String| {
        TopicQueue::new(Arc::clone(&client), topic, Arc::clone(&intake.parker)).map(Arc::new)
    };
    let queues: Option<Vec<_>> = topics.iter().map(queue).collect();
    let control = Control::new(Arc::clone(&client));
    let (Some(queues), Some(control)) = (queues, control) else {
        return Err(fail("the client has no queues".to_owned()));
    };
    let weak = topics.iter().cloned().zip(queues.iter().map(Arc::downgrade)).collect();
    let _ = client.context().queues.set(weak);
    start(&client, &intake).map_err(|error| fail(error.to_string()))?;

    let (ended, end) = watch::channel(());
    let (of_thread, commits_of_thread) = (Arc::clone(&intake), commits.clone());
    let spawned = thread::Builder::new().name(format!("kafka {group}")).spawn(move || {
        let inflows = topics.into_iter().zip(queues).zip(bounds_of);
        let inflows = inflows
            .map(|((topic, queue), bounds)| Inflow::new(topic, Feed::new(queue), bounds))
            .collect();
        let waker = Waker::from(Arc::clone(&of_thread.parker));
        let (intake, commits) = (of_thread, commits_of_thread);
        Member { inflows, control, client, intake, commits, log, waker }.run();
        drop(ended);
    });
    spawned.map_err(|error| fail_thread(&cluster.log, &error.to_string()))?;
    Ok(Arc::new(Membership { intake, commits, end, drain: cluster.drain }))
}

fn fail_thread(log: &Log, error: &str) -> TransportError {
    let reason = format!("no thread for its client: {error}");
    TransportError::Unavailable { system: log.system().to_owned(), reason }
}

/// What the thread owns.
struct Member {
    /// One for each topic.
    inflows: Vec<Inflow<Rebalancing>>,
    control: Control<Rebalancing>,
    client: Arc<BaseConsumer<Rebalancing>>,
    intake: Arc<Intake>,
    commits: Option<Arc<Commits>>,
    log: Arc<Log>,
    waker: Waker,
}

impl Member {
    fn run(mut self) {
        let (intake, commits) = (Arc::clone(&self.intake), self.commits.clone());
        let _end = End { intake: &intake, commits: commits.as_deref() };
        intake.parker.adopt();
        if let Some(commits) = &self.commits {
            commits.open(Arc::clone(&self.client));
        }
        let mut polled = None;
        while intake.leaving().is_none() {
            let is_due = polled.is_none_or(|polled: Instant| polled.elapsed() >= POLL);
            if is_due || !self.control.is_empty() {
                self.heed_control();
                polled = Some(Instant::now());
            }
            let mut is_idle = true;
            for topic in 0..self.inflows.len() {
                is_idle &= !self.fetch(topic);
            }
            if is_idle && self.control.is_empty() {
                thread::park_timeout(POLL);
            }
        }
        // The client goes last: see below.
        self.inflows.clear();
    }

    /// Hears what the group and the client have to say.
    fn heed_control(&mut self) {
        match self.client.poll(Duration::ZERO) {
            None => {}
            Some(Err(error)) => {
                let is_fatal = matches!(error, KafkaError::MessageConsumptionFatal(_));
                let code = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown);
                self.heed(code, is_fatal, None);
            }
            // Partitions are forwarded before they are assigned.
            Some(Ok(_)) => self.log.warn("queue", "a record came where none is expected"),
        }
        for (topic, partition) in self.intake.take_gone() {
            if let Some(inflow) = self.inflows.get_mut(topic) {
                inflow.discard(partition);
            }
        }
    }

    /// Takes one batch of a topic. Returns whether something came.
    fn fetch(&mut self, topic: usize) -> bool {
        let Some(inflow) = self.inflows.get_mut(topic) else { return false };
        match inflow.next(&self.log, &self.waker) {
            Next::Batch(partition, records, next) => {
                self.intake.push(topic, partition, &records, next);
                self.log.reached();
                true
            }
            Next::Error(code) => {
                self.heed(code, false, Some(topic));
                true
            }
            Next::Nothing => false,
        }
    }

    /// Ends the intake after an error that the client does not recover from.
    fn heed(&self, code: RDKafkaErrorCode, is_fatal: bool, topic: Option<usize>) {
        use RDKafkaErrorCode as Code;
        let system = self.log.system();
        let name = topic.and_then(|topic| self.inflows.get(topic)).map(Inflow::name);
        let group = &self.client.context().group;
        match code {
            code if is_fatal || code == Code::Fatal => {
                let reason = words(code);
                self.intake.fail(TransportError::Unavailable { system: system.to_owned(), reason });
            }
            Code::UnknownTopic | Code::UnknownTopicOrPartition | Code::TopicAuthorizationFailed => {
                let topic = name.unwrap_or(group);
                self.intake.fail(topic_error(system, topic, code));
            }
            Code::GroupAuthorizationFailed if self.commits.is_some() => {
                let reason = format!(
                    "group `{group}`: {}\nhelp: have its access control list changed",
                    words(code)
                );
                self.intake.fail(TransportError::Unavailable { system: system.to_owned(), reason });
            }
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
    commits: Option<&'a Commits>,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.intake.fail(TransportError::Closed);
        if let Some(commits) = self.commits {
            commits.close();
        }
    }
}

/// A place in a group, given up when nothing refers to it any more.
#[derive(Debug)]
pub(super) struct Membership {
    intake: Arc<Intake>,
    commits: Option<Arc<Commits>>,
    end: watch::Receiver<()>,
    drain: Duration,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.intake.leave(Leaving::AtOnce);
    }
}

/// The records of one inlet.
pub(super) struct KafkaSource {
    pub(super) membership: Arc<Membership>,
    pub(super) inlet: usize,
}

impl Source for KafkaSource {
    fn poll_batch(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Delivered>, TransportError>> {
        self.membership.intake.poll_batch(self.inlet, context)
    }
}

/// Where a member of a group writes its positions.
pub(super) struct KafkaCommits {
    pub(super) membership: Arc<Membership>,
}

impl Committing for KafkaCommits {
    fn commit(&self, positions: Vec<Position>) -> BoxFuture<'_, Result<(), TransportError>> {
        let Some(commits) = self.membership.commits.clone() else {
            return Box::pin(async { Ok(()) });
        };
        let intake = Arc::clone(&self.membership.intake);
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
            let mut end = self.membership.end.clone();
            let bound = self.membership.drain + LEAVE;
            if tokio::time::timeout(bound, end.changed()).await.is_err() {
                let seconds = bound.as_secs();
                tracing::warn!(
                    seconds,
                    "The client has not left its group in time: it is let go of. Others take its \
                     partitions over when its session times out."
                );
                self.membership.intake.leave(Leaving::AtOnce);
            }
        })
    }
}

impl fmt::Debug for KafkaSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("KafkaSource").field("inlet", &self.inlet).finish_non_exhaustive()
    }
}

impl fmt::Debug for KafkaCommits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("KafkaCommits").finish_non_exhaustive()
    }
}
