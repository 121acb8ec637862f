//! The configuration that one instance is started with.

use std::path::PathBuf;

use cloudflow_model::VolumeMount;

use super::Plan;
use crate::StreamletError;
use crate::config::{Configuration, InstanceConfiguration};

/// Returns the configuration of an instance, with a folder for each of its volumes: the configured
/// one, or else what `folder` says.
pub(crate) fn configure(
    configuration: &Configuration,
    plan: &Plan,
    folder: impl Fn(&VolumeMount<'_>) -> Result<PathBuf, StreamletError>,
) -> Result<InstanceConfiguration, StreamletError> {
    let mut values = configuration.instances.get(plan.instance).cloned().ok_or_else(|| {
        StreamletError::new(format!("instance `{}` has no configuration", plan.instance))
    })?;
    for volume in plan.volumes {
        if !values.volumes.contains_key(volume.name) {
            values.volumes.insert(volume.name.to_owned(), folder(volume)?);
        }
    }
    Ok(values)
}
