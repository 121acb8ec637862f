//! Runs streamlets: opens their ports, starts their tasks, commits what is settled, and stops them.

mod configure;
mod instance;
mod plan;
mod supervise;

pub(crate) use configure::configure;
pub(crate) use instance::{Instance, Outcome, Times, Watching};
pub(crate) use plan::{Plan, PortRole};
