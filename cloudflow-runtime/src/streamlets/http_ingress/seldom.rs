//! Log lines about what may happen a thousand times a second.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The shortest time between two lines about the same.
const PAUSE: Duration = Duration::from_secs(10);

/// Lets a line pass at the first time and then every ten seconds, with how often it happened.
#[derive(Debug, Default)]
pub(super) struct Seldom(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    last: Option<Instant>,
    count: u64,
}

impl Seldom {
    /// Counts once more; returns how often it happened since the last line, if a line is due.
    pub(super) fn due(&self) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.count += 1;
        let now = Instant::now();
        if state.last.is_some_and(|last| now.duration_since(last) < PAUSE) {
            return None;
        }
        state.last = Some(now);
        Some(std::mem::take(&mut state.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_first_time_and_then_every_ten_seconds() {
        let seldom = Seldom::default();
        assert_eq!(seldom.due(), Some(1));
        assert_eq!([seldom.due(), seldom.due()], [None, None]);
        tokio::time::advance(PAUSE).await;
        assert_eq!(seldom.due(), Some(3));
        assert_eq!(seldom.due(), None);
    }
}
