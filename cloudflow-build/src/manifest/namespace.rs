//! The Namespace, when the build script names one.

use serde::Serialize;

use super::metadata::{Labels, Metadata};
use super::{Kind, Object};

#[derive(Debug, Serialize)]
pub(crate) struct Namespace {}

impl Kind for Namespace {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "Namespace";
    const COMMENT: &'static str = "Without the labels of the application: another one may share the namespace, and deleting an\n\
         application by label must not delete what else is in it.";
}

pub(crate) fn namespace(name: &str) -> Object<Namespace> {
    let labels = Labels::from([("app.kubernetes.io/managed-by", "cloudflow".to_owned())]);
    Object::new(Metadata { name: name.to_owned(), namespace: None, labels }, Namespace {})
}
