//! How long the end of a pod takes, and how long Kubernetes has to wait for it.

use std::time::Duration;

use cloudflow_model::shutdown::{DRAIN_TIMEOUT, MARGIN_SECONDS, SHUTDOWN_DELAY};
use cloudflow_model::value::parse_duration;

/// The times of a stop, where the build script sets them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shutdown {
    pub(crate) delay: Option<Duration>,
    pub(crate) drain: Option<Duration>,
}

impl Shutdown {
    /// Returns the settings for a pod's configuration file, with their values.
    pub(crate) fn settings(self) -> impl Iterator<Item = (&'static str, String)> {
        let settings = [("drain_timeout", self.drain), ("shutdown_delay", self.delay)];
        settings.into_iter().filter_map(|(key, time)| Some((key, text(time?))))
    }

    /// Returns the seconds after which Kubernetes kills a pod that it has asked to end. Only a pod that
    /// serves waits until it is out of its Service.
    pub(crate) fn grace_period(self, has_server: bool) -> u64 {
        let default = |text| parse_duration(text).unwrap_or_default();
        let drain = self.drain.unwrap_or_else(|| default(DRAIN_TIMEOUT));
        let delay = self.delay.unwrap_or_else(|| default(SHUTDOWN_DELAY));
        let time = if has_server { drain.saturating_add(delay) } else { drain };
        let seconds = time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0));
        // The API reads a signed number.
        seconds.saturating_add(MARGIN_SECONDS).min(i64::MAX.unsigned_abs())
    }
}

/// Writes a duration as configuration files have it.
fn text(time: Duration) -> String {
    match time.subsec_nanos() {
        0 => format!("{} s", time.as_secs()),
        nanoseconds if nanoseconds.is_multiple_of(1_000_000) => format!("{} ms", time.as_millis()),
        _ => format!("{} ns", time.as_nanos()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shutdown(delay: u64, drain: u64) -> Shutdown {
        let time = |milliseconds| Some(Duration::from_millis(milliseconds));
        Shutdown { delay: time(delay), drain: time(drain) }
    }

    #[test]
    fn the_grace_period_is_wait_and_drain_and_five_seconds() {
        let default = Shutdown::default();
        assert_eq!([true, false].map(|server| default.grace_period(server)), [45, 35]);
        for (delay, drain, serving, other) in
            [(0, 0, 5, 5), (20_000, 60_000, 85, 65), (500, 1_000, 7, 6), (1, 1, 6, 6)]
        {
            let shutdown = shutdown(delay, drain);
            assert_eq!(shutdown.grace_period(true), serving, "{shutdown:?}");
            assert_eq!(shutdown.grace_period(false), other, "{shutdown:?}");
        }
        let longest = Shutdown { delay: Some(Duration::MAX), drain: Some(Duration::MAX) };
        assert_eq!(longest.grace_period(true), i64::MAX.unsigned_abs());
    }

    #[test]
    fn what_is_written_is_read_as_the_same_time() {
        assert_eq!(Shutdown::default().settings().next(), None);
        for time in [Duration::ZERO, Duration::from_mins(2), Duration::from_millis(1_500)] {
            let shutdown = Shutdown { delay: Some(time), drain: None };
            let settings: Vec<_> = shutdown.settings().collect();
            assert_eq!(settings.len(), 1);
            assert_eq!(parse_duration(&settings[0].1), Some(time), "{settings:?}");
        }
        assert_eq!(parse_duration(&text(Duration::from_nanos(7))), Some(Duration::from_nanos(7)));
    }
}
