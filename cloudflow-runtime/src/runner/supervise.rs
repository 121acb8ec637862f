//! Watches one streamlet's task: commits on time, and sees to its end.

use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout, timeout_at};

use super::instance::{Outcome, Times};
use crate::delivery::{Ledger, Trouble};
use crate::port::{Driver, Health, RawOutlet, Stop};
use crate::transport::{Commits, InletSpec, Position};
use crate::{StreamletError, StreamletResult};

/// How long a streamlet that lost a record may take to say why itself.
const OWN_WORDS: Duration = Duration::from_secs(1);

/// How long a task that is aborted may take to end: until its next await.
const ABORT: Duration = Duration::from_secs(1);

/// How long the last commit may take. With the cluster away it never ends, and the grace period of a pod
/// has 5 s beside the time to drain.
const LAST_COMMIT: Duration = Duration::from_secs(3);

/// How long the farewell to the group may take, for the same reason.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// What is left for the last acknowledgements when a streamlet has taken all the time there is.
const LAST_ANSWERS: Duration = Duration::from_millis(500);

/// How often it is looked whether an inlet holds records for long.
const LOOK: Duration = Duration::from_secs(1);

/// For how long an inlet that is full is nothing to speak of.
const HELD_LONG: Duration = Duration::from_secs(10);

/// What is needed to bring a streamlet to an end without losing a record.
#[derive(Debug)]
pub(super) struct Supervisor {
    pub(super) instance: &'static str,
    pub(super) inlets: Vec<(&'static str, InletSpec)>,
    pub(super) outlets: Vec<RawOutlet>,
    pub(super) ledger: Arc<Ledger>,
    pub(super) commits: Arc<dyn Commits>,
    pub(super) driver: Driver,
    pub(super) health: Arc<Health>,
    pub(super) stop: Stop,
    pub(super) is_source: bool,
    pub(super) times: Times,
}

/// How the task ended.
type Ended = Result<StreamletResult, JoinError>;

impl Supervisor {
    /// Waits for the task's end. Whatever the end is, everything that is settled is committed.
    pub(super) async fn watch(self, mut task: JoinHandle<StreamletResult>) -> Outcome {
        let outcome = {
            let mut stopped = None;
            // Beside the task, so that a commit that takes long keeps nothing else from being seen.
            let mut beside = pin!(self.beside());
            let ended = tokio::select! {
                ended = &mut task => ended,
                () = self.stop.token().cancelled() => {
                    stopped = Some(Instant::now());
                    tokio::select! {
                        ended = self.drain(&mut task) => ended,
                        () = &mut beside => pending().await,
                    }
                }
                trouble = self.trouble() => self.end_in_trouble(trouble, &mut task).await,
                () = &mut beside => pending().await,
            };
            let now = Instant::now();
            let deadline = stopped.unwrap_or(now) + self.times.drain;
            let deadline = deadline.max(now + LAST_ANSWERS);
            tokio::select! {
                outcome = self.judge(ended, deadline) => outcome,
                () = &mut beside => pending().await,
            }
        };
        self.part().await;
        outcome
    }

    /// Commits on time, and says when an inlet holds records for long. Never ends.
    async fn beside(&self) {
        let commits = async {
            let mut tick = interval(self.times.commit);
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tick.tick().await;
                self.commit(self.ledger.positions()).await;
            }
        };
        let looks = async {
            let mut tick = interval(LOOK);
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut told = vec![false; self.inlets.len()];
            let mut is_hung = false;
            loop {
                tick.tick().await;
                self.look(&mut told);
                is_hung = self.look_whether_hung(is_hung);
            }
        };
        tokio::join!(commits, looks);
    }

    /// The application stops: the streamlet has a while to end by itself.
    async fn drain(&self, task: &mut JoinHandle<StreamletResult>) -> Ended {
        let deadline = Instant::now() + self.times.drain;
        let ended = tokio::select! {
            ended = timeout_at(deadline, &mut *task) => ended,
            trouble = self.trouble() => return self.end_in_trouble(trouble, task).await,
            () = self.tell_what_is_waited_for() => pending().await,
        };
        if let Ok(ended) = ended {
            return ended;
        }
        match self.abort(task).await {
            Some(ended) => ended,
            // A source holds nothing that is not sent or acknowledged, so it may end anywhere.
            None if self.is_source => Ok(Ok(())),
            None => Ok(Err(StreamletError::new(format!(
                "did not stop within {:?}; its last records are read again\n\
                 help: end the streamlet when its inlets end, or raise `drain_timeout`",
                self.times.drain
            )))),
        }
    }

    async fn tell_what_is_waited_for(&self) {
        let mut pause = Duration::from_secs(1);
        loop {
            sleep_until(Instant::now() + pause).await;
            let held = self.unsettled();
            let sent: usize = self.outlets.iter().map(RawOutlet::in_flight).sum();
            tracing::info!(
                instance = self.instance,
                held,
                unacknowledged = sent,
                "Waiting for the streamlet to end."
            );
            pause = Duration::from_secs(5);
        }
    }

    /// The streamlet lost a record. It has a moment to end with the reason, which it may still hold.
    async fn end_in_trouble(
        &self,
        trouble: Trouble,
        task: &mut JoinHandle<StreamletResult>,
    ) -> Ended {
        match timeout(OWN_WORDS, &mut *task).await {
            // What it dropped in the moment of its good end, it let go of on purpose.
            Ok(Ok(Ok(()))) => match self.ledger.trouble_before_the_end() {
                Some(trouble) => Ok(Err(trouble.into())),
                None => Ok(Ok(())),
            },
            Ok(Ok(Err(error))) if error.is_stopped() => Ok(Err(trouble.into())),
            Ok(ended) => ended,
            Err(_) => {
                self.abort(task).await;
                Ok(Err(trouble.into()))
            }
        }
    }

    /// Aborts the task, which ends at its next await; one that never awaits is left behind. Returns how
    /// it ended, if it did so by itself.
    async fn abort(&self, task: &mut JoinHandle<StreamletResult>) -> Option<Ended> {
        task.abort();
        match timeout(ABORT, task).await {
            Ok(Ok(result)) => Some(Ok(result)),
            _ => None,
        }
    }

    async fn judge(&self, ended: Ended, deadline: Instant) -> Outcome {
        // Also after a failure: what came before it is not done again.
        let flushed = self.flush(deadline).await;
        let error = match ended {
            Ok(Ok(())) => match self.ledger.trouble_before_the_end() {
                Some(trouble) => trouble.into(),
                None => match flushed {
                    Ok(()) => return Outcome::Finished,
                    Err(error) => error,
                },
            },
            Ok(Err(error)) if error.is_stopped() => match flushed {
                Ok(()) => return Outcome::Finished,
                Err(error) => error,
            },
            Ok(Err(error)) => error,
            Err(error) => self.panicked(error),
        };
        Outcome::Failed(error.context(format!("instance `{}`", self.instance)))
    }

    fn panicked(&self, error: JoinError) -> StreamletError {
        let error = StreamletError::new(match error.try_into_panic() {
            Ok(panic) => format!("panicked: {}", panic_text(panic.as_ref())),
            Err(_) => "was cancelled".to_owned(),
        });
        match self.health.record() {
            Some(record) => error.context(format!("the record at {record}")),
            None => error,
        }
    }

    async fn flush(&self, deadline: Instant) -> StreamletResult {
        let all = futures::future::join_all(self.outlets.iter().map(RawOutlet::flush));
        match timeout_at(deadline, all).await {
            Ok(results) => results.into_iter().collect(),
            Err(_) => Err(StreamletError::new(format!(
                "its last records were not acknowledged within {:?}",
                self.times.drain
            ))),
        }
    }

    /// The last commit, and the farewell to the group.
    async fn part(&self) {
        let last = self.commit(self.ledger.all_positions());
        if timeout(LAST_COMMIT, last).await.is_err() {
            tracing::warn!(
                instance = self.instance,
                "The last commit got no answer: some records may be read again."
            );
        }
        let unsettled = self.ledger.abandon();
        let (released, rejected) = self.ledger.losses();
        if unsettled > 0 || released > 0 || rejected > 0 {
            tracing::info!(
                instance = self.instance,
                unsettled,
                released,
                rejected,
                "Ended; what is not settled is read again."
            );
        }
        // Whoever is not heard leaves all the same when the session time-out has passed.
        let _ = timeout(FAREWELL, self.commits.close()).await;
    }

    async fn trouble(&self) -> Trouble {
        loop {
            self.ledger.troubled().await;
            if let Some(trouble) = self.ledger.trouble() {
                return trouble;
            }
        }
    }

    async fn commit(&self, positions: Vec<Position>) {
        if positions.is_empty() {
            return;
        }
        if let Err(error) = self.commits.commit(positions.clone()).await {
            self.ledger.refresh(&positions);
            tracing::warn!(
                instance = self.instance,
                %error,
                "Offsets could not be committed and will be tried again."
            );
        }
    }

    /// Says once that an inlet is full of records that are not settled.
    fn look(&self, told: &mut [bool]) {
        for (index, ((inlet, spec), told)) in self.inlets.iter().zip(told).enumerate() {
            let taken = spec.bound.taken();
            let max = spec.bound.max();
            let is_full = taken.records >= max.records || taken.bytes >= max.bytes;
            let held = self.ledger.held(index);
            let age = held.since.map_or(Duration::ZERO, |since| since.elapsed());
            if !is_full || age < HELD_LONG {
                *told &= is_full;
            } else if !std::mem::replace(told, true) {
                tracing::warn!(
                    instance = self.instance,
                    inlet,
                    records = held.records,
                    seconds = age.as_secs(),
                    "The inlet is full of records that are not settled, and reads no more until some \
                     are; `inlets.records` and `inlets.bytes` set how many that may be."
                );
            }
        }
    }

    /// Says once that the streamlet hangs. Its pod is not alive any more, and is started anew.
    fn look_whether_hung(&self, was_hung: bool) -> bool {
        let hung = self.health.hung(self.times.hang, self.times.call);
        if let Some(hung) = hung.as_ref().filter(|_| !was_hung) {
            tracing::error!(
                instance = self.instance,
                "The streamlet hangs: {hung}. What takes long belongs into `tokio::task::spawn_blocking`; \
                 `hang_timeout` and `call_timeout` set how long it may take."
            );
        }
        hung.is_some()
    }

    fn unsettled(&self) -> usize {
        (0..self.inlets.len()).map(|inlet| self.ledger.held(inlet).records).sum()
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
