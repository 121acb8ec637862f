//! The addresses on which streamlets serve in the sandbox.

use std::net::{Ipv4Addr, SocketAddr};

use cloudflow_model::Server;
use tokio::net::TcpListener;

use crate::StreamletError;
use crate::config::Configuration;
use crate::runner::Plan;

/// A streamlet's server in the sandbox.
#[derive(Debug)]
pub(super) struct Endpoint {
    pub(super) instance: &'static str,
    pub(super) address: SocketAddr,
}

/// Binds a listener for each instance that serves: the configured port, or the next from 3000 on.
///
/// Only 127.0.0.1 listens: a sandbox is no server for others.
pub(super) async fn bind(
    plans: &[Plan],
    configuration: &Configuration,
) -> Result<(Vec<Option<TcpListener>>, Vec<Endpoint>), StreamletError> {
    let mut listeners = Vec::new();
    let mut endpoints = Vec::new();
    let mut next = Server::CONTAINER_PORT;
    for plan in plans {
        if !plan.has_server {
            listeners.push(None);
            continue;
        }
        let configured = configuration.instances.get(plan.instance).and_then(|values| values.port);
        let port = configured.unwrap_or(next);
        next = next.saturating_add(1);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(address).await.map_err(|error| {
            StreamletError::new(format!(
                "instance `{0}` cannot listen on {address}: {error}\n\
                 help: choose another port: `--set ports.{0}=3100`, or `[ports] {0} = 3100` in the \
                 configuration file",
                plan.instance
            ))
        })?;
        let address = listener.local_addr()?;
        endpoints.push(Endpoint { instance: plan.instance, address });
        listeners.push(Some(listener));
    }
    Ok((listeners, endpoints))
}
