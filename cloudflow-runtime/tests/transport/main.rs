//! What every cluster does, shown with each of them, and what is special about one.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the exception of clippy.toml for tests does not reach their helper functions"
)]

mod cases;
mod harness;
#[cfg(feature = "kafka")]
mod kafka;
mod memory;
mod model;
