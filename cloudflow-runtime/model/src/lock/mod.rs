//! The locks: what an application promised with its last release, in files that its authors commit.

mod locks;

pub use locks::Locks;
