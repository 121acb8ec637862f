//! `HttpIngress`: records over HTTP.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures::future::try_join_all;
use serde_json::json;
use tokio::net::TcpListener;

use super::json::parse_body;
use crate::avro::AvroRecord;
use crate::config::MemorySize;
use crate::{Context, Outlet, Record, StreamletResult, streamlet};

const HOW_TO_SEND: &str = "send records with `POST /`: one as JSON, or one on each line";

/// Receives records over HTTP: `POST /` takes one JSON record, or one on each line.
///
/// The answer is 202 when the log has all records of the request, 400 with line, field and reason when
/// one is not what the schema says (then none is sent), 413 when the body is too large, and 503 while
/// the log takes no more. `GET /health` answers 200. Every refusal has a body `{"errors": […]}`, and
/// each of them a `reason`.
#[streamlet(name = HttpIngress)]
pub async fn http_ingress<T: AvroRecord>(
    context: Context,
    out: Outlet<T>,
    #[server] listener: TcpListener,
    /// The largest body of a request.
    #[config(default = "1 MiB")]
    body_limit: MemorySize,
    /// How long a request waits for room in the log before it is answered with 503.
    #[config(default = "5 s")]
    send_timeout: Duration,
) -> StreamletResult {
    let limit = usize::try_from(body_limit.bytes()).unwrap_or(usize::MAX);
    let router = Router::new()
        .route("/", post(receive::<T>))
        .route("/health", get(|| async { "healthy" }))
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(limit))
        .with_state(Ingress { out, body_limit, send_timeout });
    axum::serve(listener, router).with_graceful_shutdown(context.stopping()).await?;
    Ok(())
}

struct Ingress<T> {
    out: Outlet<T>,
    body_limit: MemorySize,
    send_timeout: Duration,
}

impl<T> Clone for Ingress<T> {
    fn clone(&self) -> Self {
        let Self { out, body_limit, send_timeout } = self;
        Self { out: out.clone(), body_limit: *body_limit, send_timeout: *send_timeout }
    }
}

async fn receive<T: AvroRecord>(
    State(ingress): State<Ingress<T>>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let reason = format!("the body is larger than {} bytes", ingress.body_limit.bytes());
            return refuse(error.status(), &reason);
        }
        // The connection broke, so nobody reads this.
        Err(error) => return error.into_response(),
    };
    let records: Vec<T> = match parse_body(&body) {
        Ok(records) => records,
        Err(errors) => return answer(StatusCode::BAD_REQUEST, &json!({ "errors": errors })),
    };
    let count = records.len();
    let send = async {
        let mut acknowledged = Vec::with_capacity(count);
        for record in records {
            acknowledged.push(ingress.out.send_reporting(Record::new(record)).await?);
        }
        try_join_all(acknowledged).await
    };
    match tokio::time::timeout(ingress.send_timeout, send).await {
        Ok(Ok(_)) => answer(StatusCode::ACCEPTED, &json!({ "accepted": count })),
        Ok(Err(error)) => unavailable(&error.to_string()),
        Err(_) => unavailable("the log takes no more records at the moment"),
    }
}

/// Some records of the request may be in the log; the client sends them all again: at least once.
fn unavailable(reason: &str) -> Response {
    let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, reason);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    response
}

async fn unknown_path(uri: Uri) -> Response {
    let reason = format!("there is no `{}`; {HOW_TO_SEND}", uri.path());
    refuse(StatusCode::NOT_FOUND, &reason)
}

/// The header `Allow` comes from the router.
async fn wrong_method(method: Method, uri: Uri) -> Response {
    let reason = format!("`{}` does not take {method}; {HOW_TO_SEND}", uri.path());
    refuse(StatusCode::METHOD_NOT_ALLOWED, &reason)
}

fn refuse(status: StatusCode, reason: &str) -> Response {
    answer(status, &json!({ "errors": [{ "reason": reason }] }))
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], format!("{body}\n")).into_response()
}
