//! Records that were sent, and of which the log has not been heard yet.

use std::collections::VecDeque;
use std::mem;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::runtime::Handle;

use crate::StreamletResult;

/// The acknowledgements that a request waits for, with the lines of their records.
///
/// A request may end before all are there: its time is over, one of its records failed, or its client
/// has gone. The others are listened to all the same. A record that is lost and has no listener ends the
/// streamlet, and the client of this one knows that it has to send it again. There are never more of
/// them than the outlet lets be on their way.
#[derive(Default)]
pub(super) struct Waiting(VecDeque<(usize, BoxFuture<'static, StreamletResult>)>);

impl Waiting {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn push(
        &mut self,
        line: usize,
        acknowledged: impl Future<Output = StreamletResult> + Send + 'static,
    ) {
        self.0.push_back((line, acknowledged.boxed()));
    }

    /// Waits for the record that was sent first; returns its line, and what became of it.
    pub(super) async fn first(&mut self) -> Option<(usize, StreamletResult)> {
        // It stays in the queue while it is waited for, which may end at any time.
        let (line, acknowledged) = self.0.front_mut()?;
        let ended = (*line, acknowledged.await);
        self.0.pop_front();
        Some(ended)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let rest = mem::take(&mut self.0);
        // Without a runtime the process ends, and nobody is left to hear anything.
        if !rest.is_empty()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(async move {
                for (_, acknowledged) in rest {
                    let _ = acknowledged.await;
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::channel::oneshot;
    use futures::future::pending;
    use tokio::time::{Duration, timeout};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn acknowledgements_outlive_their_request() {
        let (first, told_first) = oneshot::channel();
        let (second, told_second) = oneshot::channel();
        let mut waiting = Waiting::default();
        for (line, told) in [(1, told_first), (2, told_second)] {
            waiting.push(line, told.map(|told| told.unwrap_or(Ok(()))));
        }
        let late = async move {
            waiting.first().await;
            pending::<()>().await;
        };
        assert!(timeout(Duration::from_secs(1), late).await.is_err());
        tokio::task::yield_now().await;
        assert!(first.send(Ok(())).is_ok(), "somebody listens");
        assert!(second.send(Ok(())).is_ok(), "somebody listens");
    }
}
