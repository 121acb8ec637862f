//! Signals: the first asks the application to stop, the second ends it.

use tokio_util::sync::CancellationToken;

/// The exit code of a process that a second signal ended: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// Cancels `stop` on SIGTERM or Ctrl-C, and ends the process at once on the second.
///
/// # Errors
///
/// Fails when the process may not install signal handlers.
pub(crate) fn stop_on_signal(stop: CancellationToken) -> std::io::Result<()> {
    let mut signals = Signals::new()?;
    tokio::spawn(async move {
        signals.next().await;
        tracing::info!("Stopping: records in flight are finished first. Once more ends at once.");
        stop.cancel();
        signals.next().await;
        tracing::warn!("Ended at once; records in flight are read again at the next start.");
        std::process::exit(INTERRUPTED);
    });
    Ok(())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
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
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        // Without a handler there is nothing to wait for; the process ends as the system sees fit.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
