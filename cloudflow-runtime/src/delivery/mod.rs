//! At-least-once by construction: when an offset may be committed.
//!
//! Every record that a streamlet receives carries an [`Origin`]. Whatever is derived from the record
//! carries it on; sending hands it to the transport. The offset may be committed when
//!
//! 1. everything derived from the record is in the log of the next topic, and
//! 2. whatever the streamlet dropped (a filtered record, the rest of a split one) it dropped on
//!    purpose: after the drop it asked an inlet for more, or finished well.
//!
//! The second half matters for errors. `let value = parse(&record)?;` drops the record on its way out
//! of the streamlet, and so do a panic and a task that is cancelled; none of them asks for more, so
//! their records are read again after a restart.

mod completion;
mod origin;
mod partition;
mod partition_tracker;
mod tracker;

pub use completion::Completion;
pub use origin::Origin;
pub use partition_tracker::PartitionTracker;
pub use tracker::Tracker;
