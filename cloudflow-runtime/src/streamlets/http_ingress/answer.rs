//! What clients are answered.

use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::streamlets::json::JsonError;
use crate::streamlets::shorten::shorten;

const HOW_TO_SEND: &str = "send records with `POST /`: one as JSON, or one on each line";

/// When a client that was answered with 503 may come again, in seconds.
const RETRY_AFTER: &str = "1";

/// Why a request is refused before its records are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It came in a content coding; records are not decompressed.
    Coding,
    /// Its body is larger than this many bytes.
    TooLarge(u64),
    /// Its body did not arrive in time.
    TooSlow,
    /// The bodies of other requests fill the memory that there is for them.
    Full,
    /// There are as many connections as there may be.
    Crowded,
    /// The streamlet stops.
    Stopping,
    /// The body broke off, so nobody reads this.
    Broken,
}

impl Refusal {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Coding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Full | Self::Crowded | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::BAD_REQUEST,
        }
    }

    fn reason(&self) -> String {
        match self {
            Self::Coding => "the body is compressed; send it as it is".to_owned(),
            Self::TooLarge(limit) => format!("the body is larger than {limit} bytes"),
            Self::TooSlow => "the request did not arrive in time".to_owned(),
            Self::Full => "too many requests are being received; send it again later".to_owned(),
            Self::Crowded => "too many connections are open; send it again later".to_owned(),
            Self::Stopping => "the application is stopping; send it again".to_owned(),
            Self::Broken => "the body broke off".to_owned(),
        }
    }

    /// Answers a request whose body was not read to its end.
    pub(super) fn answer(&self) -> Response {
        let reason = self.reason();
        let mut response = match self.status() {
            StatusCode::SERVICE_UNAVAILABLE => unavailable(&reason),
            status => refuse(status, &reason),
        };
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        if *self == Self::Coding {
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        response
    }

    /// Returns the answer to a request that nobody has read, as it goes over the wire.
    pub(super) fn text(&self) -> String {
        let status = self.status();
        let retry = match status {
            StatusCode::SERVICE_UNAVAILABLE => format!("retry-after: {RETRY_AFTER}\r\n"),
            _ => String::new(),
        };
        let body = format!("{}\n", errors(&self.reason()));
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n{retry}\r\n{body}",
            body.len()
        )
    }
}

/// The log has all records of the request.
pub(super) fn accepted(count: usize) -> Response {
    answer(StatusCode::ACCEPTED, &json!({ "accepted": count }))
}

/// Some lines are no records, and nothing was sent.
pub(super) fn invalid(errors: &[JsonError]) -> Response {
    answer(StatusCode::BAD_REQUEST, &json!({ "errors": errors }))
}

/// The topic refuses a record, and would again. Others of the request may be in the log.
pub(super) fn refused(line: usize, reason: &str) -> Response {
    let error = JsonError { line, field: String::new(), reason: shorten(reason).into_owned() };
    answer(StatusCode::PAYLOAD_TOO_LARGE, &json!({ "errors": [error] }))
}

/// Some records of the request may be in the log; the client sends them all again: at least once.
pub(super) fn unavailable(reason: &str) -> Response {
    let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, reason);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    response
}

pub(super) async fn unknown_path(uri: Uri) -> Response {
    let reason = format!("there is no `{}`; {HOW_TO_SEND}", shorten(uri.path()));
    refuse(StatusCode::NOT_FOUND, &reason)
}

/// The header `Allow` comes from the router.
pub(super) async fn wrong_method(method: Method, uri: Uri) -> Response {
    let (path, method) = (shorten(uri.path()), shorten(method.as_str()));
    refuse(
        StatusCode::METHOD_NOT_ALLOWED,
        &format!("`{path}` does not take {method}; {HOW_TO_SEND}"),
    )
}

fn refuse(status: StatusCode, reason: &str) -> Response {
    answer(status, &errors(reason))
}

fn errors(reason: &str) -> serde_json::Value {
    json!({ "errors": [{ "reason": reason }] })
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], format!("{body}\n")).into_response()
}
