//! The sandbox: the whole blueprint in one process, on the embedded log or on a real Kafka.

mod endpoints;
mod folders;
mod idle;
mod report;
mod run;
#[cfg(test)]
mod tests;

pub(crate) use run::Sandbox;
