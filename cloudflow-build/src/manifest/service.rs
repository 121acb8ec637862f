//! Services: the way to the streamlets that serve.

use cloudflow_model::Server;
use serde::Serialize;

use super::metadata::{Labels, Metadata};
use super::pod::SERVER_PORT_NAME;
use super::{Kind, Object};

#[derive(Debug, Serialize)]
pub(crate) struct Service {
    spec: Spec,
}

#[derive(Debug, Serialize)]
struct Spec {
    selector: Labels,
    ports: [Port; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are those of Kubernetes")]
struct Port {
    name: &'static str,
    port: u16,
    target_port: &'static str,
    app_protocol: &'static str,
}

impl Kind for Service {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "Service";
}

pub(crate) fn service(metadata: Metadata, selector: Labels, server: Server) -> Object<Service> {
    let port = Port {
        name: SERVER_PORT_NAME,
        port: 80,
        target_port: SERVER_PORT_NAME,
        app_protocol: server.protocol,
    };
    Object::new(metadata, Service { spec: Spec { selector, ports: [port] } })
}
