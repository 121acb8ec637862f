//! The Kubernetes objects of an application, one kind a file, as plain structs with serde.
//!
//! They hold the fields that are written and no others, in the order in which a person reads them.
//! A crate with all of Kubernetes' types sorts the fields by alphabet, and it would be compiled for
//! every build script: k8s-openapi alone takes twice as long as all of this crate.

pub(crate) mod config_map;
pub(crate) mod deployment;
pub(crate) mod disruption_budget;
pub(crate) mod job;
pub(crate) mod metadata;
pub(crate) mod namespace;
pub(crate) mod persistent_volume_claim;
pub(crate) mod pod;
pub(crate) mod probe;
pub(crate) mod security;
pub(crate) mod service;
pub(crate) mod service_account;
pub(crate) mod volume;

use serde::Serialize;

use self::metadata::Metadata;

/// A Kubernetes object: what all have in common, and the fields of its kind.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Object<K> {
    api_version: &'static str,
    kind: &'static str,
    pub(crate) metadata: Metadata,
    #[serde(flatten)]
    body: K,
}

/// A kind of object.
pub(crate) trait Kind: Serialize {
    /// Its group and version.
    const API_VERSION: &'static str;
    /// Its name.
    const KIND: &'static str;
    /// Why the object is as it is, for the reader of the file.
    const COMMENT: &'static str = "";
}

impl<K: Kind> Object<K> {
    pub(crate) fn new(metadata: Metadata, body: K) -> Self {
        Self { api_version: K::API_VERSION, kind: K::KIND, metadata, body }
    }
}
