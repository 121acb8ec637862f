//! Pod templates: the same pod for streamlets and for the Job, as far as they are alike.
//!
//! There are no constraints on where pods run: by default the scheduler spreads the pods of a
//! Deployment over nodes and zones, and a platform team may have changed that default.

use std::collections::BTreeMap;

use cloudflow_model::kubernetes::is_port_name;
use cloudflow_model::quantity::{Resource, is_quantity};
use cloudflow_model::{Resources, Server};
use serde::Serialize;

use super::metadata::Labels;
use super::probe::{self, HEALTH_PORT, HEALTH_PORT_NAME, Probe};
use super::security::{self, ContainerSecurity, PodSecurity};
use super::volume::{self, Mount, Mounted, Volume};
use crate::shutdown::Shutdown;

/// The name of the port on which a streamlet serves.
pub(crate) const SERVER_PORT_NAME: &str = "http";

/// What Kubernetes asks of ports and quantities; no application can change them.
const _: () = {
    assert!(is_port_name(SERVER_PORT_NAME) && is_port_name(HEALTH_PORT_NAME));
    assert!(Server::CONTAINER_PORT != 0 && HEALTH_PORT != 0);
    assert!(Server::CONTAINER_PORT != HEALTH_PORT, "a pod has each port once");
    assert!(is_quantity(CPU_REQUEST) && is_quantity(MEMORY_REQUEST) && is_quantity(MEMORY_LIMIT));
};

const CPU_REQUEST: &str = "100m";
const MEMORY_REQUEST: &str = "64Mi";
const MEMORY_LIMIT: &str = "256Mi";

#[derive(Debug, Serialize)]
pub(crate) struct Template {
    metadata: TemplateMetadata,
    spec: Spec,
}

#[derive(Debug, Serialize)]
struct TemplateMetadata {
    labels: Labels,
    annotations: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    service_account_name: String,
    automount_service_account_token: bool,
    enable_service_links: bool,
    security_context: PodSecurity,
    termination_grace_period_seconds: u64,
    restart_policy: &'static str,
    containers: [Container; 1],
    volumes: Vec<Volume>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Container {
    name: &'static str,
    image: String,
    image_pull_policy: &'static str,
    args: Vec<String>,
    env: [Variable; 3],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ports: Vec<Port>,
    #[serde(skip_serializing_if = "Option::is_none")]
    startup_probe: Option<Probe>,
    #[serde(skip_serializing_if = "Option::is_none")]
    liveness_probe: Option<Probe>,
    #[serde(skip_serializing_if = "Option::is_none")]
    readiness_probe: Option<Probe>,
    resources: Requirements,
    security_context: ContainerSecurity,
    volume_mounts: Vec<Mount>,
}

#[derive(Debug, Serialize)]
struct Variable {
    name: &'static str,
    #[serde(flatten)]
    value: Value,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum Value {
    Value(String),
    ValueFrom(FieldSource),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldSource {
    field_ref: FieldRef,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldRef {
    field_path: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Port {
    name: &'static str,
    container_port: u16,
}

#[derive(Debug, Serialize)]
struct Requirements {
    requests: BTreeMap<&'static str, String>,
    limits: BTreeMap<&'static str, String>,
}

/// What all pods of an application need.
#[derive(Clone, Debug)]
pub(crate) struct Pod {
    pub(crate) image: String,
    pub(crate) service_account: String,
    pub(crate) labels: Labels,
    /// Changes when the files change that the process reads when it starts, and so makes it roll.
    pub(crate) config_hash: String,
    pub(crate) shutdown: Shutdown,
}

impl Pod {
    /// Returns the template of a streamlet's pods.
    pub(crate) fn streamlet(
        self,
        instance: &str,
        resources: Resources<'_>,
        server: Option<Server>,
        mounted: Vec<Mounted>,
    ) -> Template {
        let health = Port { name: HEALTH_PORT_NAME, container_port: HEALTH_PORT };
        let server = server.is_some();
        let grace_period = self.shutdown.grace_period(server);
        let http = Port { name: SERVER_PORT_NAME, container_port: Server::CONTAINER_PORT };
        let mut template =
            self.template("streamlet", vec!["run".into(), instance.into()], "Always", mounted);
        template.spec.termination_grace_period_seconds = grace_period;
        let [container] = &mut template.spec.containers;
        container.ports = if server { vec![http, health] } else { vec![health] };
        container.startup_probe = Some(probe::STARTUP);
        container.liveness_probe = Some(probe::LIVENESS);
        container.readiness_probe = Some(probe::READINESS);
        container.resources = requirements(resources);
        template
    }

    /// Returns the template of the pod that creates the topics.
    pub(crate) fn topics(self, file: &str, mounted: Vec<Mounted>) -> Template {
        let args = ["topics", "create", "--file", file].map(str::to_owned);
        self.template("topics", args.to_vec(), "OnFailure", mounted)
    }

    fn template(
        self,
        name: &'static str,
        args: Vec<String>,
        restart_policy: &'static str,
        mounted: Vec<Mounted>,
    ) -> Template {
        let (volumes, volume_mounts) = mounted.into_iter().unzip();
        let grace_period = self.shutdown.grace_period(false);
        let container = Container {
            name,
            image: self.image,
            // Without it the tag decides once, when the object is created, and never again.
            image_pull_policy: "IfNotPresent",
            args,
            env: variables(),
            ports: Vec::new(),
            startup_probe: None,
            liveness_probe: None,
            readiness_probe: None,
            resources: requirements(Resources::DEFAULT),
            security_context: security::CONTAINER,
            volume_mounts,
        };
        Template {
            metadata: TemplateMetadata {
                labels: self.labels,
                annotations: BTreeMap::from([("cloudflow.rs/config-hash", self.config_hash)]),
            },
            spec: Spec {
                service_account_name: self.service_account,
                automount_service_account_token: false,
                // Variables for every Service of the namespace would reach the application's own
                // configuration, which refuses variables that it does not know.
                enable_service_links: false,
                security_context: security::POD,
                termination_grace_period_seconds: grace_period,
                restart_policy,
                containers: [container],
                volumes,
            },
        }
    }
}

fn variables() -> [Variable; 3] {
    let field_ref = FieldRef { field_path: "metadata.name" };
    let value = |text: &str| Value::Value(text.to_owned());
    [
        Variable { name: "POD_NAME", value: Value::ValueFrom(FieldSource { field_ref }) },
        Variable {
            name: "CLOUDFLOW_CONFIG",
            value: value(&format!("{}/{}", volume::CONFIG, crate::settings::FILE)),
        },
        Variable { name: "CLOUDFLOW_SECRETS", value: value(volume::SECRETS) },
    ]
}

/// A streamlet at rest needs some 20 MiB; the default limit leaves room for Kafka's queues and ends a
/// leak before it harms the node. Memory that the blueprint gives is both request and limit: what lies
/// between the two is memory that the node has promised to nobody, and the pod that uses it is the
/// first to end when the node runs out.
///
/// Processor time has no limit: throttled, a consumer misses its heartbeats and loses its partitions,
/// while idle time helps nobody. The request decides who gets how much when there is too little.
fn requirements(resources: Resources<'_>) -> Requirements {
    let cpu = resources.cpu.and_then(|cpu| Resource::Cpu.canonical(cpu));
    let memory = resources.memory.and_then(|memory| Resource::Memory.canonical(memory));
    let or = |given: &Option<String>, default: &str| given.clone().unwrap_or(default.to_owned());
    Requirements {
        requests: BTreeMap::from([
            ("cpu", or(&cpu, CPU_REQUEST)),
            ("memory", or(&memory, MEMORY_REQUEST)),
        ]),
        limits: BTreeMap::from([("memory", or(&memory, MEMORY_LIMIT))]),
    }
}
