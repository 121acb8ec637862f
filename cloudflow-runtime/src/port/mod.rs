//! The typed ends of a streamlet, which know no transport.

mod gate;
mod inlet;
mod key;
mod outlet;

pub use inlet::Inlet;
pub(crate) use inlet::RawInlet;
pub use key::ToKey;
pub use outlet::Outlet;
pub(crate) use outlet::RawOutlet;

use std::sync::atomic::{AtomicU64, Ordering};

/// How many records went through a port.
#[derive(Debug, Default)]
pub(crate) struct PortCount(AtomicU64);

impl PortCount {
    pub(crate) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
