//! Amounts of CPU and memory as Kubernetes writes them: the grammar, the values and the bounds.

mod amount;
mod canonical;
mod meant;
mod resource;

pub use amount::{Amount, is_quantity};
pub use resource::{Fault, Resource};
