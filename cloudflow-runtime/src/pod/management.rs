//! The management port: what Kubernetes asks a pod.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::StreamletError;

/// What a pod says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Its topics do not exist, or its ports are not open yet.
    #[default]
    Starting,
    /// The streamlet can do its work.
    Ready,
    /// It was asked to end.
    Stopping,
}

impl State {
    fn answer(self) -> (StatusCode, &'static str) {
        match self {
            Self::Starting => (StatusCode::SERVICE_UNAVAILABLE, "waiting for topics"),
            Self::Ready => (StatusCode::OK, "ready"),
            Self::Stopping => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        }
    }
}

/// The state of a pod; clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Readiness(Arc<Mutex<State>>);

impl Readiness {
    /// Goes on to a state; there is no way back, whatever comes first of a start and a stop.
    pub(super) fn reach(&self, state: State) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = state.max(*now);
    }

    pub(super) fn get(&self) -> State {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the management port.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener, StreamletError> {
    TcpListener::bind(address).await.map_err(|error| {
        StreamletError::new(format!(
            "the management port cannot listen on {address}: {error}\n\
             help: choose another one: `--management 127.0.0.1:0` takes any free port"
        ))
    })
}

/// Serves `/livez` and `/readyz` until the process ends.
pub(super) fn serve(listener: TcpListener, readiness: Readiness) {
    let router = Router::new().route("/livez", get(|| async { "alive" })).route(
        "/readyz",
        get(move || {
            let state = readiness.get();
            async move { state.answer() }
        }),
    );
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "The management port ended.");
        }
    });
}
