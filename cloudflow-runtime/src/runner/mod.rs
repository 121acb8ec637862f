//! Runs streamlets: opens their ports, starts their tasks, commits what is done, and stops them.

mod configure;
mod instance;
mod plan;
mod supervise;

pub(crate) use configure::configure;
pub(crate) use instance::{Instance, Outcome, Times};
pub(crate) use plan::{Plan, PortRole};
