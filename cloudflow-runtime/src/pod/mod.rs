//! A pod: one streamlet of the blueprint on Kafka, with probes for Kubernetes.

mod management;
mod run;
#[cfg(test)]
mod tests;

pub(crate) use run::Pod;
