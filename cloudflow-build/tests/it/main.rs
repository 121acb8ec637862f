//! What a user of the crate sees: files, Cargo's behaviour, and Kubernetes' answer.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test the failure is the message"
)]

mod fixture;
mod golden;
mod kubernetes;
mod nested_cargo;
