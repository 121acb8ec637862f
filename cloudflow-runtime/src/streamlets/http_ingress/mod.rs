//! `HttpIngress`: records over HTTP.
//!
//! The router is axum's; the connections under it are our own, since `axum::serve` bounds neither their
//! number nor their time.

mod accept;
mod activity;
mod answer;
mod body;
mod connection;
mod receive;
mod seldom;
mod streamlet;
#[cfg(test)]
mod tests;
mod waiting;

pub use streamlet::HttpIngress;
