//! Kafka, when the binary has it.

#[cfg(feature = "kafka")]
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Failure;
#[cfg(feature = "kafka")]
use crate::config::Bounds;
use crate::config::Configuration;
use crate::transport::Cluster;
#[cfg(feature = "kafka")]
use crate::transport::kafka::{KafkaCluster, KafkaSettings};

/// Fails when this binary cannot speak to Kafka at all; asked before anything else is looked at.
pub(super) fn check() -> Result<(), Failure> {
    if cfg!(feature = "kafka") { Ok(()) } else { Err(absent()) }
}

fn absent() -> Failure {
    Failure::problem(format!(
        "this binary was built without Kafka\n\
         help: add the feature to the application's Cargo.toml: \
         `cloudflow-runtime = {{ version = \"{}\", features = [\"kafka\"] }}`",
        env!("CARGO_PKG_VERSION")
    ))
}

/// Opens the Kafka of the configuration.
pub(super) fn connect(configuration: &Configuration) -> Result<Arc<dyn Cluster>, Failure> {
    check()?;
    if !configuration.kafka.contains_key("bootstrap.servers") {
        return Err(Failure::problem(
            "no Kafka is configured\n\
             help: add `--kafka HOST:PORT`, or set `kafka.bootstrap.servers`",
        ));
    }
    open(configuration)
}

#[cfg(feature = "kafka")]
fn open(configuration: &Configuration) -> Result<Arc<dyn Cluster>, Failure> {
    let Bounds { revoke_timeout, request_timeout, .. } = configuration.bounds;
    let settings = KafkaSettings {
        drain: revoke_timeout.min(configuration.drain_timeout),
        request: request_timeout,
        ..KafkaSettings::new(BTreeMap::clone(&configuration.kafka))
    };
    Ok(Arc::new(KafkaCluster::try_new(settings)?))
}

#[cfg(not(feature = "kafka"))]
fn open(_: &Configuration) -> Result<Arc<dyn Cluster>, Failure> {
    Err(absent())
}
