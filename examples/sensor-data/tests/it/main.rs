//! The example as its users run it: as a process, in the sandbox, on Kafka and on Kubernetes.

mod process;
mod sandbox;
