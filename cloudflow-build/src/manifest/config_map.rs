//! `ConfigMaps`: the files that pods read.

use std::collections::BTreeMap;

use serde::Serialize;

use super::metadata::Metadata;
use super::{Kind, Object};

#[derive(Debug, Serialize)]
pub(crate) struct ConfigMap {
    data: BTreeMap<&'static str, String>,
}

impl Kind for ConfigMap {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "ConfigMap";
}

pub(crate) fn config_map<const N: usize>(
    metadata: Metadata,
    files: [(&'static str, String); N],
) -> Object<ConfigMap> {
    Object::new(metadata, ConfigMap { data: BTreeMap::from(files) })
}
