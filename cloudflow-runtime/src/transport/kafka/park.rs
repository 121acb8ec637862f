//! A thread that waits for events of others.

use std::sync::{Arc, OnceLock};
use std::task::Wake;
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// Wakes one thread, which parks: from tasks, from callbacks of the client, from other threads.
#[derive(Debug, Default)]
pub(super) struct Parker {
    thread: OnceLock<Thread>,
}

impl Parker {
    /// Makes the calling thread the one that is woken.
    pub(super) fn adopt(&self) {
        let _ = self.thread.set(thread::current());
    }

    /// Wakes the thread, or keeps it from parking next time.
    pub(super) fn unpark(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.unpark();
    }
}

/// Parks the thread until something is so. Returns whether it became so in time.
pub(super) fn park_until(wait: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + wait;
    loop {
        if is_so() {
            return true;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        thread::park_timeout(left);
    }
}
