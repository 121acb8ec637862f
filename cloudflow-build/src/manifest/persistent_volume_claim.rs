//! `PersistentVolumeClaims`: the directories that streamlets share with the world outside.

use std::collections::BTreeMap;

use serde::Serialize;

use super::metadata::Metadata;
use super::{Kind, Object};

#[derive(Debug, Serialize)]
pub(crate) struct PersistentVolumeClaim {
    spec: Spec,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    access_modes: [&'static str; 1],
    resources: Resources,
}

#[derive(Debug, Serialize)]
struct Resources {
    requests: BTreeMap<&'static str, &'static str>,
}

impl Kind for PersistentVolumeClaim {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "PersistentVolumeClaim";
    const COMMENT: &'static str = "ReadWriteMany whatever the streamlet declares: the access modes of a claim can never be\n\
         changed, what a streamlet declares can. A mount that is declared read only is read only.\n\
         The cluster's default storage class must offer the mode, as those on NFS or CephFS do.";
}

pub(crate) fn persistent_volume_claim(metadata: Metadata) -> Object<PersistentVolumeClaim> {
    let spec = Spec {
        access_modes: ["ReadWriteMany"],
        // Storage that many pods share mostly ignores the size; a claim can grow, never shrink.
        resources: Resources { requests: BTreeMap::from([("storage", "1Gi")]) },
    };
    Object::new(metadata, PersistentVolumeClaim { spec })
}
