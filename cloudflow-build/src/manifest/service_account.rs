//! The `ServiceAccount` under which all pods of an application run.

use serde::Serialize;

use super::metadata::Scope;
use super::{Kind, Object};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServiceAccount {
    automount_service_account_token: bool,
}

impl Kind for ServiceAccount {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "ServiceAccount";
    const COMMENT: &'static str = "No pod talks to Kubernetes, so there is no token and no right. One account serves all\n\
         streamlets: one for each would separate nothing.";
}

pub(crate) fn service_account(scope: &Scope) -> Object<ServiceAccount> {
    Object::new(scope.shared(), ServiceAccount { automount_service_account_token: false })
}
