//! Signals: the first asks the process to end, a second shortens that, and the last ends it at once.

use std::io;

use futures::stream::unfold;
use futures::{Stream, StreamExt};
use tokio_util::sync::CancellationToken;

/// The exit code of a process that a further signal ended: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// How a process ends, step by step: it is asked to leave, then it stops.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ending {
    /// The process is asked to end. What it serves is still served, until whoever sends requests has
    /// heard that it leaves.
    pub(crate) leave: CancellationToken,
    /// Nothing is taken in any more; what has begun is finished.
    pub(crate) stop: CancellationToken,
}

impl Ending {
    /// An end of which nobody has to hear before: the first signal is the stop.
    pub(crate) fn at_once(stop: &CancellationToken) -> Self {
        Self { leave: stop.clone(), stop: stop.clone() }
    }

    /// Takes the steps on SIGTERM and Ctrl-C, and ends the process at the last.
    ///
    /// # Errors
    ///
    /// Fails when the process may not install signal handlers.
    pub(crate) fn listen(&self) -> io::Result<()> {
        let signals = unfold(Signals::new()?, async |mut signals| {
            signals.next().await;
            Some(((), signals))
        });
        let ending = self.clone();
        tokio::spawn(async move {
            ending.follow(signals).await;
            tracing::warn!("Ended at once; records in flight are read again at the next start.");
            std::process::exit(INTERRUPTED);
        });
        Ok(())
    }

    /// Takes a step at each signal, and returns at the one after the stop.
    async fn follow(&self, signals: impl Stream<Item = ()> + Send) {
        let mut signals = Box::pin(signals);
        signals.next().await;
        self.leave.cancel();
        if !self.stop.is_cancelled() {
            // A pod that has nobody to wait for stops itself, at once.
            tokio::select! {
                () = self.stop.cancelled() => {}
                _ = signals.next() => {
                    if self.stop.is_cancelled() {
                        return;
                    }
                    tracing::info!("A second signal: those who send requests are waited for no longer.");
                    self.stop.cancel();
                }
            }
        }
        tracing::info!("Stopping: records in flight are finished first. Once more ends at once.");
        signals.next().await;
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        // Without a handler there is nothing to wait for; the process ends as the system sees fit.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::channel::mpsc::unbounded;

    use super::*;

    #[tokio::test]
    async fn each_signal_is_a_step() {
        let (send, signals) = unbounded();
        let ending = Ending::default();
        let mut following = Box::pin(ending.follow(signals));
        send.unbounded_send(()).unwrap();
        tokio::select! {
            biased;
            () = &mut following => panic!("the first signal ends nothing"),
            () = ending.leave.cancelled() => assert!(!ending.stop.is_cancelled()),
        }
        send.unbounded_send(()).unwrap();
        tokio::select! {
            biased;
            () = &mut following => panic!("the second ends the wait"),
            () = ending.stop.cancelled() => {}
        }
        send.unbounded_send(()).unwrap();
        following.await;
    }

    #[tokio::test]
    async fn where_nobody_is_waited_for_the_second_is_the_last() {
        let (send, signals) = unbounded();
        let stop = CancellationToken::new();
        let ending = Ending::at_once(&stop);
        let mut following = Box::pin(ending.follow(signals));
        send.unbounded_send(()).unwrap();
        tokio::select! {
            biased;
            () = &mut following => panic!("the first signal stops"),
            () = stop.cancelled() => {}
        }
        send.unbounded_send(()).unwrap();
        following.await;
    }

    #[tokio::test]
    async fn when_the_wait_is_over_the_next_is_the_last() {
        let (send, signals) = unbounded();
        let ending = Ending::default();
        let mut following = Box::pin(ending.follow(signals));
        send.unbounded_send(()).unwrap();
        tokio::select! {
            biased;
            () = &mut following => panic!("the first signal ends nothing"),
            () = ending.leave.cancelled() => ending.stop.cancel(),
        }
        send.unbounded_send(()).unwrap();
        following.await;
    }
}
