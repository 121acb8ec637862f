//! Deployments: the pods of one instance.

use serde::Serialize;

use super::metadata::{Labels, Metadata};
use super::pod::Template;
use super::{Kind, Object};

#[derive(Debug, Serialize)]
pub(crate) struct Deployment {
    spec: Spec,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    replicas: u32,
    revision_history_limit: u32,
    strategy: Strategy,
    selector: Selector,
    template: Template,
}

/// Which pods belong to an object.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Selector {
    pub(crate) match_labels: Labels,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Strategy {
    #[serde(rename = "type")]
    kind: &'static str,
    rolling_update: RollingUpdate,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct RollingUpdate {
    max_surge: u32,
    max_unavailable: u32,
}

impl Kind for Deployment {
    const API_VERSION: &'static str = "apps/v1";
    const KIND: &'static str = "Deployment";
}

pub(crate) fn deployment(
    metadata: Metadata,
    replicas: u32,
    pods: Labels,
    template: Template,
) -> Object<Deployment> {
    let spec = Spec {
        replicas,
        revision_history_limit: 3,
        // An old pod goes when a new one is ready: a server never stops answering, and a streamlet
        // whose new configuration does not work keeps running with the old one. One at a time,
        // since each pod that comes or goes makes Kafka share out the partitions anew.
        strategy: Strategy {
            kind: "RollingUpdate",
            rolling_update: RollingUpdate { max_surge: 1, max_unavailable: 0 },
        },
        selector: Selector { match_labels: pods },
        template,
    };
    Object::new(metadata, Deployment { spec })
}
