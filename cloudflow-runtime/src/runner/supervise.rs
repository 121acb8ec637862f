//! Watches one streamlet's task: commits on time, and sees to its end.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

use super::instance::{Outcome, Times};
use crate::delivery::Tracker;
use crate::port::RawOutlet;
use crate::transport::Committer;
use crate::{StreamletError, StreamletResult};

/// What is needed to bring a streamlet to an end without losing a record.
#[derive(Debug)]
pub(super) struct Supervisor {
    pub(super) instance: &'static str,
    pub(super) tracker: Arc<Tracker>,
    pub(super) committers: Vec<Arc<dyn Committer>>,
    pub(super) outlets: Vec<RawOutlet>,
    pub(super) stop: CancellationToken,
    pub(super) is_source: bool,
    pub(super) times: Times,
}

impl Supervisor {
    /// Waits for the task's end. Whatever the end is, everything that is done is committed.
    pub(super) async fn watch(self, mut task: JoinHandle<StreamletResult>) -> Outcome {
        let mut tick = interval(self.times.commit);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let ended = loop {
            tokio::select! {
                ended = &mut task => break ended,
                () = self.stop.cancelled() => break self.drain(&mut task).await,
                _ = tick.tick() => self.commit().await,
            }
        };
        let outcome = self.judge(ended).await;
        self.commit().await;
        self.tracker.abandon();
        for committer in &self.committers {
            committer.close().await;
        }
        outcome
    }

    /// The application stops: the streamlet has a while to end by itself.
    ///
    /// Commits go on meanwhile, so that what a slow streamlet finishes is not done twice.
    async fn drain(
        &self,
        task: &mut JoinHandle<StreamletResult>,
    ) -> Result<StreamletResult, JoinError> {
        let commits = async {
            let mut tick = interval(self.times.commit);
            loop {
                tick.tick().await;
                self.commit().await;
            }
        };
        let ended = tokio::select! {
            ended = timeout(self.times.drain, &mut *task) => ended,
            () = commits => return task.await,
        };
        if let Ok(ended) = ended {
            return ended;
        }
        task.abort();
        // An aborted task ends at its next await; one that never awaits would hang the process.
        let aborted = timeout(Duration::from_secs(1), task).await;
        match aborted {
            Ok(Ok(result)) => Ok(result),
            // A source holds nothing that is not sent or acknowledged, so it may end anywhere.
            _ if self.is_source => Ok(Ok(())),
            _ => Ok(Err(StreamletError::new(format!(
                "did not stop within {:?}; its last records are read again\n\
                 help: end the streamlet when its inlets end, or raise `drain_timeout`",
                self.times.drain
            )))),
        }
    }

    async fn judge(&self, ended: Result<StreamletResult, JoinError>) -> Outcome {
        let error = match ended {
            Ok(Ok(())) => {
                // It returned on purpose, so what it dropped last it dropped on purpose.
                self.tracker.ask();
                match self.flush().await {
                    Ok(()) => return Outcome::Finished,
                    Err(error) => error,
                }
            }
            Ok(Err(error)) if error.is_stopped() => match self.flush().await {
                Ok(()) => return Outcome::Finished,
                Err(error) => error,
            },
            Ok(Err(error)) => error,
            Err(error) => StreamletError::new(match error.try_into_panic() {
                Ok(panic) => format!("panicked: {}", panic_text(panic.as_ref())),
                Err(_) => "was cancelled".to_owned(),
            }),
        };
        Outcome::Failed(error.context(format!("instance `{}`", self.instance)))
    }

    async fn flush(&self) -> StreamletResult {
        let all = futures::future::try_join_all(self.outlets.iter().map(RawOutlet::flush));
        match timeout(self.times.drain, all).await {
            Ok(result) => result.map(drop).map_err(StreamletError::from),
            Err(_) => Err(StreamletError::new(format!(
                "its last records were not acknowledged within {:?}",
                self.times.drain
            ))),
        }
    }

    async fn commit(&self) {
        for (inlet, committer) in self.committers.iter().enumerate() {
            let positions = self.tracker.positions(inlet);
            if positions.is_empty() {
                continue;
            }
            if let Err(error) = committer.commit(positions).await {
                self.tracker.refresh(inlet);
                tracing::warn!(
                    instance = self.instance,
                    %error,
                    "Offsets could not be committed and will be tried again."
                );
            }
        }
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
