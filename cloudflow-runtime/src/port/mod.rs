//! The typed ends of a streamlet, which know no cluster.

mod batches;
mod driven;
mod inlet;
mod key;
mod outlet;
mod stop;
mod writer;

pub(crate) use batches::{Batches, Place};
pub(crate) use driven::{Driven, Driver, Health};
pub use inlet::Inlet;
pub(crate) use inlet::RawInlet;
pub use key::ToKey;
pub use outlet::Outlet;
pub(crate) use outlet::RawOutlet;
pub use stop::End;
pub(crate) use stop::Stop;
pub(crate) use writer::Writer;

use std::sync::atomic::{AtomicU64, Ordering};

/// How many records went through a port.
#[derive(Debug, Default)]
pub(crate) struct PortCount(AtomicU64);

impl PortCount {
    pub(crate) fn add(&self, records: usize) {
        self.0.fetch_add(records as u64, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
