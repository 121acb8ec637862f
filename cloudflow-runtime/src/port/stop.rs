//! How a streamlet learns that it is to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio_util::sync::CancellationToken;

/// Why an inlet has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All that feeds it has ended, and everything was read: in the sandbox, in tests, and with
    /// `--exit-when-idle`. What a streamlet still holds open, an aggregate for example, it sends now.
    Exhausted,
    /// The process stops, and goes on after a restart. What a streamlet still holds, it drops: its
    /// records are read again.
    Stopped,
}

/// Asks an instance to stop. Clones ask the same one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop {
    token: CancellationToken,
    end: Arc<AtomicU8>,
}

const EXHAUSTED: u8 = 1;
const STOPPED: u8 = 2;

impl Stop {
    /// Asks it, and says why. The first reason counts.
    pub(crate) fn stop(&self, end: End) {
        let end = match end {
            End::Exhausted => EXHAUSTED,
            End::Stopped => STOPPED,
        };
        let _ = self.end.compare_exchange(0, end, Ordering::AcqRel, Ordering::Acquire);
        self.token.cancel();
    }

    /// Returns why it was asked, if it was.
    pub(crate) fn end(&self) -> Option<End> {
        match self.end.load(Ordering::Acquire) {
            EXHAUSTED => Some(End::Exhausted),
            STOPPED => Some(End::Stopped),
            _ => None,
        }
    }

    /// Returns what is cancelled when it is asked.
    pub(crate) fn token(&self) -> &CancellationToken {
        &self.token
    }
}
