//! The bounds of the embedded log.

use std::time::Duration;

/// How much the embedded log holds, and how long it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemorySettings {
    /// How many records a topic holds that some group has not committed yet; 65 536 by default. While
    /// there are more, what is sent waits, and its outlet when its own bound is reached.
    pub records: usize,
    /// How many bytes of keys, values and headers a topic holds; 64 MiB by default. A single record
    /// may go over it.
    pub bytes: usize,
    /// How long a member of a group may keep a partition that moves to another, until its records in
    /// flight are settled; 10 s by default.
    pub drain: Duration,
}

impl Default for MemorySettings {
    fn default() -> Self {
        Self { records: 65_536, bytes: 64 * 1024 * 1024, drain: Duration::from_secs(10) }
    }
}
