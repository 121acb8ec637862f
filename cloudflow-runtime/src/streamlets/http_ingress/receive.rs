//! From a request to records in the log.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use super::activity::Activity;
use super::answer::{self, Refusal};
use super::body::{Bodies, Received};
use super::seldom::Seldom;
use super::waiting::Waiting;
use crate::avro::AvroRecord;
use crate::streamlets::json::Records;
use crate::{Outlet, Record, StreamletError};

/// How many records of one request may wait for the log at once.
const MOST_SENT: usize = 1_000;

/// What requests have in common.
#[derive(Debug)]
pub(super) struct Ingress<T> {
    pub(super) out: Outlet<T>,
    pub(super) bodies: Bodies,
    pub(super) send_timeout: Duration,
    pub(super) leaving: CancellationToken,
    pub(super) unavailable: Seldom,
    pub(super) full: Seldom,
}

/// Why not all records of a request are in the log.
enum Unsent {
    /// The log did not take all in time.
    Late,
    /// It failed or refused a record, which stands on this line.
    Failed { line: usize, error: StreamletError },
}

/// `POST /`
pub(super) async fn receive<T: AvroRecord>(
    State(ingress): State<Arc<Ingress<T>>>,
    Extension(activity): Extension<Activity>,
    request: Request,
) -> Response {
    match read(&ingress.bodies, &activity, request).await {
        Ok(received) => ingress.take(&received).await,
        Err(refusal) => {
            if refusal == Refusal::Full {
                ingress.warn_full();
            }
            refusal.answer()
        }
    }
}

/// Reads the body of a request; if it is refused, the client may still be sending it.
pub(super) async fn read(
    bodies: &Bodies,
    activity: &Activity,
    request: Request,
) -> Result<Received, Refusal> {
    let (head, body) = request.into_parts();
    let read = bodies.read(&head.headers, body).await;
    if read.is_err() {
        activity.cut();
    }
    read
}

/// `GET /health`: whether a load balancer may send requests.
pub(super) async fn health<T>(State(ingress): State<Arc<Ingress<T>>>) -> Response {
    if ingress.leaving.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping").into_response();
    }
    "healthy".into_response()
}

impl<T: AvroRecord> Ingress<T> {
    async fn take(&self, received: &Received) -> Response {
        let deadline = Instant::now() + self.send_timeout;
        let Ok(_room) = self.bodies.decode(received, self.send_timeout).await else {
            self.warn_full();
            return answer::unavailable("too many records are being sent; send them again later");
        };
        let records = match Records::check(received.text()) {
            Ok(records) => records,
            Err(errors) => return answer::invalid(&errors),
        };
        let count = records.count();
        let sent = timeout_at(deadline, self.send(records)).await.unwrap_or(Err(Unsent::Late));
        match sent {
            Ok(()) => answer::accepted(count),
            Err(Unsent::Late) => self.unavailable("the log takes no more records at the moment"),
            Err(Unsent::Failed { error, .. }) if error.is_stopped() => {
                answer::unavailable(&error.to_string())
            }
            Err(Unsent::Failed { line, error }) => {
                // What comes after the first line is for whoever runs the application.
                let text = error.to_string();
                let reason = text.lines().next().unwrap_or_default();
                if error.is_refused() {
                    answer::refused(line, reason)
                } else {
                    self.unavailable(reason)
                }
            }
        }
    }

    /// Sends records, and waits until the log has them.
    async fn send(&self, records: Records<'_, T>) -> Result<(), Unsent> {
        let failed = |line| move |error| Unsent::Failed { line, error };
        let mut waiting = Waiting::default();
        for record in records.into_records() {
            // It was valid before, and nothing has changed it.
            let Ok((line, record)) = record else { continue };
            let sent = self.out.send_reporting(Record::new(record)).await;
            waiting.push(line, sent.map_err(failed(line))?);
            if waiting.len() == MOST_SENT
                && let Some((line, acknowledged)) = waiting.first().await
            {
                acknowledged.map_err(failed(line))?;
            }
        }
        while let Some((line, acknowledged)) = waiting.first().await {
            acknowledged.map_err(failed(line))?;
        }
        Ok(())
    }

    fn unavailable(&self, reason: &str) -> Response {
        if let Some(times) = self.unavailable.due() {
            tracing::warn!(
                reason,
                times,
                "Requests are answered with 503: the log takes no records."
            );
        }
        answer::unavailable(reason)
    }

    fn warn_full(&self) {
        if let Some(times) = self.full.due() {
            tracing::warn!(times, "Requests are answered with 503: bodies fill `buffer_limit`.");
        }
    }
}
