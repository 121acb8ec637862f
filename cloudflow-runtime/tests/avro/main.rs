//! Records against the reference implementation of Avro for Rust, and against hostile input.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is a failed test, also outside of the functions marked `#[test]`"
)]

#[macro_use]
mod records;

mod generated;
mod hostile;
mod json;
mod reference;
mod resolution;
mod schema;
