//! The Job that creates the topics, with the application's own image.

use cloudflow_model::kubernetes;
use serde::Serialize;

use super::metadata::Scope;
use super::pod::Template;
use super::{Kind, Object};
use crate::fingerprint;

#[derive(Debug, Serialize)]
pub(crate) struct Job {
    spec: Spec,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    backoff_limit: u32,
    active_deadline_seconds: u32,
    template: Template,
}

impl Kind for Job {
    const API_VERSION: &'static str = "batch/v1";
    const KIND: &'static str = "Job";
    const COMMENT: &'static str = "A Job can never be changed, so each version has a name of its own: it ends in a fingerprint of\n\
         the specification, which names the topic list by its fingerprint. The Job stays when it is\n\
         done: were it deleted after a time, the next apply would run it again.";
}

/// Returns the Job that runs this template.
///
/// Kafka may start at the same time or later, so a failure is tried again, with pauses that grow to
/// five minutes; after an hour somebody has to look.
pub(crate) fn job(scope: &Scope, template: Template) -> Result<Object<Job>, serde_json::Error> {
    let spec = Spec { backoff_limit: 20, active_deadline_seconds: 3600, template };
    let version = fingerprint::short(&serde_json::to_string(&spec)?);
    let name = kubernetes::job(scope.application(), &version);
    Ok(Object::new(scope.topics(name), Job { spec }))
}
