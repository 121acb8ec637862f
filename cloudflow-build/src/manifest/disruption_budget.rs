//! `PodDisruptionBudgets`: how many pods a drained node may take at once.

use serde::Serialize;

use super::deployment::Selector;
use super::metadata::{Labels, Metadata};
use super::{Kind, Object};

#[derive(Debug, Serialize)]
pub(crate) struct PodDisruptionBudget {
    spec: Spec,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    max_unavailable: u32,
    selector: Selector,
}

impl Kind for PodDisruptionBudget {
    const API_VERSION: &'static str = "policy/v1";
    const KIND: &'static str = "PodDisruptionBudget";
    const COMMENT: &'static str = "Written for more than one replica. It says how many pods may be away, not how many must stay:\n\
         that is right for any number of replicas, and with a single one it never blocks a node.";
}

pub(crate) fn disruption_budget(metadata: Metadata, pods: Labels) -> Object<PodDisruptionBudget> {
    let spec = Spec { max_unavailable: 1, selector: Selector { match_labels: pods } };
    Object::new(metadata, PodDisruptionBudget { spec })
}
