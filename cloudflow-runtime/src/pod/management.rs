//! The management port: what Kubernetes asks a pod.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::StreamletError;

/// Whether the streamlet can do its work: its topics exist and its ports are open.
#[derive(Clone, Debug, Default)]
pub(super) struct Readiness(Arc<AtomicBool>);

impl Readiness {
    pub(super) fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Release);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Serves `/livez` and `/readyz` until the process ends.
pub(super) async fn serve(
    address: SocketAddr,
    readiness: Readiness,
) -> Result<SocketAddr, StreamletError> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        StreamletError::new(format!(
            "the management port cannot listen on {address}: {error}\n\
             help: choose another one: `--management 127.0.0.1:0` takes any free port"
        ))
    })?;
    let bound = listener.local_addr()?;
    let router = Router::new().route("/livez", get(|| async { "alive" })).route(
        "/readyz",
        get(move || {
            let ready = readiness.get();
            async move {
                if ready {
                    (StatusCode::OK, "ready")
                } else {
                    (StatusCode::SERVICE_UNAVAILABLE, "waiting for topics")
                }
            }
        }),
    );
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "The management port ended.");
        }
    });
    Ok(bound)
}
