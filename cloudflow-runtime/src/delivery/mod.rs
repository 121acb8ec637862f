//! At least once by construction: when a position may be committed.
//!
//! Exactly one value owes the settling of a record that a streamlet received: the record itself, or the
//! [`Receipt`] that is left when it is taken apart. The position moves past a record when the debt is
//! paid (sent, done, or rejected) and everything that was sent of it is acknowledged.
//!
//! A debt that is dropped unpaid is a mistake, unless the streamlet ends with an error, or its inlet
//! has ended: it cannot be told from a failure that got lost. Nothing from that record on is
//! committed, its inlets give nothing more, and the streamlet ends with an error that names the record.

mod ledger;
mod partition;
mod receipt;
mod trouble;

pub use ledger::Ledger;
pub use receipt::Receipt;
pub(crate) use trouble::Trouble;

#[cfg(test)]
mod tests;
