//! Atomics and locks that loom can interleave: `RUSTFLAGS="--cfg cloudflow_loom"` takes its own.
//!
//! Not `cfg(loom)`: tokio has a meaning for that as well.

#[cfg(cloudflow_loom)]
pub(super) use loom::sync::Mutex;
#[cfg(cloudflow_loom)]
pub(super) use loom::sync::atomic::{
    AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
};
#[cfg(not(cloudflow_loom))]
pub(super) use std::sync::Mutex;
#[cfg(not(cloudflow_loom))]
pub(super) use std::sync::atomic::{
    AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
};
