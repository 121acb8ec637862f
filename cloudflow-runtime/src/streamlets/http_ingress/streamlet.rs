//! The streamlet and its configuration.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use super::accept;
use super::activity::Patience;
use super::answer::{unknown_path, wrong_method};
use super::body::Bodies;
use super::connection::Terms;
use super::receive::{Ingress, health, receive};
use super::seldom::Seldom;
use crate::avro::AvroRecord;
use crate::config::MemorySize;
use crate::{Context, Outlet, StreamletResult, streamlet};

/// Receives records over HTTP: `POST /` takes one JSON record, or one on each line.
///
/// The answer is 202 when the log has all records of the request, and 400 with line, field and reason
/// when one is not what the schema says; then none is sent. It is 413 when the body is too large, or a
/// record for its topic; 415 when the body is compressed; 408 when it takes too long; and 503 with
/// `Retry-After` while the log takes no more, and when too much arrives at once. Every refusal has a
/// body `{"errors": […]}`, and each of them a `reason`. `GET /health` answers 200 until the
/// application is about to stop, and 503 then.
#[streamlet(name = HttpIngress)]
#[expect(clippy::too_many_arguments, reason = "most are settings, which nobody passes by hand")]
pub async fn http_ingress<T: AvroRecord>(
    context: Context,
    out: Outlet<T>,
    #[server] listener: TcpListener,
    /// The largest body of a request.
    #[config(default = "1 MiB")]
    body_limit: MemorySize,
    /// What the bodies of all requests may take together while they arrive, and once more while they
    /// are decoded; at least one body. Beyond it requests are answered with 503.
    #[config(default = "32 MiB")]
    buffer_limit: MemorySize,
    /// How many connections may be open. Those beyond it are answered with 503.
    #[config(default = 1000, min = 1)]
    max_connections: usize,
    /// How long the head of a request may take to arrive.
    #[config(default = "10 s")]
    header_timeout: Duration,
    /// How long the body of a request may take to arrive, and the client to take its answer.
    #[config(default = "30 s")]
    body_timeout: Duration,
    /// How long a connection may stay open between two requests. Longer than the same of a load
    /// balancer in front of it, often 60 s: the side that sends must be the one that closes.
    #[config(default = "75 s")]
    idle_timeout: Duration,
    /// How long a request waits for room in the log before it is answered with 503.
    #[config(default = "5 s")]
    send_timeout: Duration,
) -> StreamletResult {
    let (leaving, stop) = (context.leaving.clone(), context.stop.token().clone());
    let bodies = Bodies::new(body_limit.bytes(), buffer_limit.bytes(), body_timeout, stop.clone());
    let ingress = Ingress {
        out,
        bodies,
        send_timeout,
        leaving: leaving.clone(),
        unavailable: Seldom::default(),
        full: Seldom::default(),
    };
    let router = Router::new()
        .route("/", post(receive::<T>))
        .route("/health", get(health::<T>))
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .with_state(Arc::new(ingress));
    let patience = Patience { head: header_timeout, answer: body_timeout, idle: idle_timeout };
    accept::serve(listener, router, max_connections, Terms { patience, leaving, stop }).await;
    Ok(())
}
