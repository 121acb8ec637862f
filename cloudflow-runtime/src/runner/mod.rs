//! Runs streamlets: opens their ports, starts their tasks, commits what is done, and stops them.

mod instance;
mod plan;
mod supervise;

pub(crate) use instance::{Instance, Outcome};
pub(crate) use plan::{Plan, PortRole, PortStatus};
