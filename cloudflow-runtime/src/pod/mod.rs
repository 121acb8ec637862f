//! A pod: one streamlet of the blueprint on Kafka, with probes for Kubernetes.

mod management;
mod run;

pub(crate) use run::Pod;
