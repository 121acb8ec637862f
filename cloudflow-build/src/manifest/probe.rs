//! Probes: how Kubernetes sees how a streamlet is.

use serde::Serialize;

/// The port of the runtime's management server, in every pod.
pub(crate) const HEALTH_PORT: u16 = 9091;
pub(crate) const HEALTH_PORT_NAME: &str = "health";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Probe {
    http_get: HttpGet,
    period_seconds: u32,
    timeout_seconds: u32,
    failure_threshold: u32,
}

#[derive(Debug, Serialize)]
struct HttpGet {
    path: &'static str,
    port: &'static str,
}

const fn probe(path: &'static str, period_seconds: u32, failure_threshold: u32) -> Probe {
    let http_get = HttpGet { path, port: HEALTH_PORT_NAME };
    Probe { http_get, period_seconds, timeout_seconds: 2, failure_threshold }
}

/// Waits a minute for the process, in short steps, since it usually is there at once.
///
/// It asks whether the process lives, as a streamlet is not ready before its topics exist, and a
/// restart would not bring them.
pub(crate) const STARTUP: Probe = probe("/livez", 1, 60);

/// Restarts a process that has not answered for half a minute.
pub(crate) const LIVENESS: Probe = probe("/livez", 10, 3);

/// Takes a pod that is not ready out of the Service, and lets a rollout wait for it.
pub(crate) const READINESS: Probe = probe("/readyz", 5, 2);
