//! The management port: what Kubernetes asks a pod.

use std::future::ready;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::StreamletError;
use crate::runner::{Times, Watching};
use crate::transport::Cluster;

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

/// What is looked at when Kubernetes asks.
pub(super) struct Probed {
    pub(super) readiness: Readiness,
    /// The running streamlet, as soon as there is one.
    pub(super) running: OnceLock<(Watching, Times)>,
    pub(super) cluster: Arc<dyn Cluster>,
    /// A server stays ready when Kafka is away: it answers for itself, and says for how long.
    pub(super) has_server: bool,
}

impl Probed {
    fn liveness(&self) -> (StatusCode, String) {
        let hung = self
            .running
            .get()
            .and_then(|(watching, times)| watching.health.hung(times.hang, times.call));
        match hung {
            Some(hung) => (StatusCode::SERVICE_UNAVAILABLE, format!("hung: {hung}")),
            None => (StatusCode::OK, "alive".to_owned()),
        }
    }

    fn readiness(&self) -> (StatusCode, String) {
        let (status, words) = self.readiness.get().answer();
        match self.cluster.trouble().filter(|_| status == StatusCode::OK && !self.has_server) {
            Some(trouble) => (StatusCode::SERVICE_UNAVAILABLE, trouble),
            None => (status, words.to_owned()),
        }
    }
}

/// Serves `/livez` and `/readyz` until the process ends.
pub(super) fn serve(listener: TcpListener, probed: Arc<Probed>) {
    let also = Arc::clone(&probed);
    let router = Router::new()
        .route("/livez", get(move || ready(also.liveness())))
        .route("/readyz", get(move || ready(probed.readiness())));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "The management port ended.");
        }
    });
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::delivery::Ledger;
    use crate::port::Health;
    use crate::transport::Amount;
    use crate::transport::memory::MemoryCluster;

    #[test]
    fn a_call_that_does_not_end_fails_liveness() {
        let probed = Probed {
            readiness: Readiness::default(),
            running: OnceLock::new(),
            cluster: Arc::new(MemoryCluster::new()),
            has_server: false,
        };
        assert_eq!(probed.liveness(), (StatusCode::OK, "alive".to_owned()));
        let (ledger, health) = (Ledger::new(&[], &[]), Arc::new(Health::new()));
        let amount = Amount { records: 1, bytes: 1 };
        let times = Times {
            drain: Duration::ZERO,
            commit: Duration::ZERO,
            inlet: amount,
            outlet: amount,
            hang: Duration::MAX,
            call: Duration::ZERO,
        };
        assert!(
            probed.running.set((Watching { ledger, health: Arc::clone(&health) }, times)).is_ok()
        );
        health.called_since(health.now());
        let (status, words) = probed.liveness();
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(words, "hung: a call has lasted for 0 s");
    }
}
