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

use proptest::test_runner::Config;

/// Returns a configuration of `usual` cases, or of as many as `PROPTEST_CASES` asks for.
fn cases(usual: u32) -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config::with_cases(usual),
    }
}
