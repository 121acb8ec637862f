//! The sandbox: the whole blueprint in one process, on the embedded log or on a real Kafka.

mod endpoints;
mod folders;
mod idle;
mod report;
mod run;
mod running;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod versions_tests;

pub(crate) use run::Sandbox;
