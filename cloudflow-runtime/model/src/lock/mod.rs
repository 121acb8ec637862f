//! The locks: what an application promised with its last release, in files that its authors commit.
//!
//! `blueprint.lock` holds the released topology ([`Release`]): the names that topics, consumer groups
//! and volumes have in a cluster. They outlive a deployment, and code does not know of them.
//! [`Release::changes`] compares two topologies and says what each change does to them.

mod change;
mod compare;
mod fault;
#[cfg(test)]
mod fault_tests;
mod keys;
#[cfg(test)]
mod port_tests;
mod release;
mod renamed;
mod schemas;
#[cfg(test)]
mod schemas_tests;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod topics;

pub use change::{Change, Verdict};
pub use fault::Fault;
pub use release::{Inlet, Instance, Key, Outlet, Release, Topic, Volume};
pub use schemas::{Schemas, TopicSchemas, Version};
