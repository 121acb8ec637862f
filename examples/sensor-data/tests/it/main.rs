//! The example as its users run it: as a process, in the sandbox, on Kafka and on
//! Kubernetes.

mod cluster;
mod kafka;
mod kcat;
mod kubernetes;
mod outage;
mod process;
mod restart;
mod sandbox;
mod settings;
mod stop;
