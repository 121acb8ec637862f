//! The example as its users run it: as a process, in the sandbox and on Kafka.

mod cluster;
mod kafka;
mod kcat;
mod process;
mod restart;
mod sandbox;
mod stop;
