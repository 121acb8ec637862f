//! Connections and bodies as clients see them, on streams in memory and a clock that stands still.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Extension, Request};
use axum::response::IntoResponse;
use axum::routing::post;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::accept;
use super::activity::{Activity, Patience};
use super::answer::{unknown_path, wrong_method};
use super::body::Bodies;
use super::connection::{self, LAST_MOMENT, Terms};
use super::receive::read;

const HEAD: Duration = Duration::from_secs(10);
const BODY: Duration = Duration::from_secs(30);
const IDLE: Duration = Duration::from_secs(75);

/// The largest body, and what bodies may take together.
const LIMIT: u64 = 10 * 1024;
const TOTAL: u64 = 2 * LIMIT;

/// A server that answers with the length of the body, after the time that the header `wait` says.
struct Server {
    router: Router,
    terms: Terms,
}

impl Server {
    fn new() -> Self {
        let stop = CancellationToken::new();
        let bodies = Arc::new(Bodies::new(LIMIT, TOTAL, BODY, stop.clone()));
        let handler = async move |Extension(activity): Extension<Activity>, request: Request| {
            let wait =
                request.headers().get("wait").and_then(|wait| wait.to_str().ok()?.parse().ok());
            match read(&bodies, &activity, request).await {
                Ok(received) => {
                    sleep(Duration::from_secs(wait.unwrap_or(0))).await;
                    received.text().len().to_string().into_response()
                }
                Err(refusal) => refusal.answer(),
            }
        };
        let router = Router::new()
            .route("/", post(handler))
            .fallback(unknown_path)
            .method_not_allowed_fallback(wrong_method);
        let patience = Patience { head: HEAD, answer: BODY, idle: IDLE };
        Self { router, terms: Terms { patience, leaving: CancellationToken::new(), stop } }
    }

    /// Opens a connection whose client reads so many bytes ahead.
    fn connect_with(&self, buffer: usize) -> Client {
        let (client, server) = duplex(buffer);
        let (router, terms) = (self.router.clone(), self.terms.clone());
        let task = tokio::spawn(async move { connection::serve(server, router, &terms).await });
        Client { stream: client, task }
    }

    fn connect(&self) -> Client {
        self.connect_with(1024 * 1024)
    }
}

struct Client {
    stream: DuplexStream,
    task: JoinHandle<()>,
}

impl Client {
    async fn send(&mut self, text: impl AsRef<[u8]>) {
        self.stream.write_all(text.as_ref()).await.expect("it reads");
    }

    /// Sends a whole request.
    async fn post(&mut self, headers: &str, body: &str) {
        let length = body.len();
        self.send(format!("POST / HTTP/1.1\r\nContent-Length: {length}\r\n{headers}\r\n{body}"))
            .await;
    }

    /// Reads one answer that has a body of one chunk.
    async fn answer(&mut self) -> String {
        let mut buffer = vec![0; 64 * 1024];
        let length = self.stream.read(&mut buffer).await.expect("an answer");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    /// Reads up to the end, and returns what came and how long it took.
    async fn end(&mut self) -> (String, Duration) {
        let (began, mut text) = (Instant::now(), String::new());
        self.stream.read_to_string(&mut text).await.expect("an end");
        (text, began.elapsed())
    }
}

fn assert_status(answer: &str, status: u16) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
}

/// Everything that is refused says why, as JSON, and that the connection ends.
fn assert_refusal(answer: &str, status: u16, reason: &str) {
    assert_status(answer, status);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a body");
    assert!(head.contains("connection: close"), "{answer}");
    assert!(head.contains("content-type: application/json"), "{answer}");
    assert_eq!(head.contains("retry-after: 1"), status == 503, "{answer}");
    assert_eq!(body, format!("{{\"errors\":[{{\"reason\":\"{reason}\"}}]}}\n"));
}

const TOO_SLOW: &str = "the request did not arrive in time";
const STOPPING: &str = "the application is stopping; send it again";

#[tokio::test(start_paused = true)]
async fn a_head_has_ten_seconds() {
    let mut client = Server::new().connect();
    sleep(Duration::from_secs(4)).await;
    client.send("POST / HTTP/1.1\r\n").await;
    sleep(Duration::from_secs(4)).await;
    client.send("Host: x\r\nX-A: ").await;
    let (answer, took) = client.end().await;
    assert_refusal(&answer, 408, TOO_SLOW);
    assert_eq!(took, Duration::from_secs(6), "the time runs from the first byte");
}

#[tokio::test(start_paused = true)]
async fn a_connection_on_which_nothing_comes_is_closed_without_a_word() {
    let mut client = Server::new().connect();
    let ended = client.end().await;
    assert_eq!(ended, (String::new(), HEAD));
}

#[tokio::test(start_paused = true)]
async fn a_body_has_thirty_seconds_however_it_trickles() {
    let mut client = Server::new().connect();
    client.send("POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\n{\"id\":1").await;
    for _ in 0..5 {
        sleep(Duration::from_secs(5)).await;
        client.send("1").await;
    }
    let (answer, took) = client.end().await;
    assert_refusal(&answer, 408, TOO_SLOW);
    assert_eq!(took, Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn requests_follow_each_other_until_nothing_comes() {
    let mut client = Server::new().connect();
    for _ in 0..3 {
        client.post("", "12345").await;
        let answer = client.answer().await;
        assert_status(&answer, 200);
        assert!(answer.ends_with("\r\n\r\n5"), "{answer}");
        sleep(IDLE / 2).await;
    }
    let (rest, took) = client.end().await;
    assert_eq!((rest, took), (String::new(), IDLE.saturating_sub(IDLE / 2)));
}

#[tokio::test(start_paused = true)]
async fn a_second_head_has_its_own_time() {
    let mut client = Server::new().connect();
    client.post("", "").await;
    client.answer().await;
    sleep(IDLE / 2).await;
    client.send("POST / HT").await;
    let (answer, took) = client.end().await;
    assert_refusal(&answer, 408, TOO_SLOW);
    assert_eq!(took, HEAD);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_not_waited_for() {
    let mut client = Server::new().connect_with(64);
    client.post("", "").await;
    let began = Instant::now();
    client.task.await.expect("an end");
    assert_eq!(began.elapsed(), BODY);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_what_has_not_arrived() {
    let server = Server::new();
    let (mut head, mut body, mut idle) = (server.connect(), server.connect(), server.connect());
    let mut fresh = server.connect();
    head.send("POST / HTTP/1.1\r\nX-A: ").await;
    body.send("POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\n{").await;
    idle.post("", "").await;
    idle.answer().await;
    sleep(Duration::from_secs(1)).await;

    server.terms.stop.cancel();
    let (answer, took) = head.end().await;
    assert_refusal(&answer, 503, STOPPING);
    assert_eq!(took, LAST_MOMENT);
    assert_refusal(&body.end().await.0, 503, STOPPING);
    assert_eq!(idle.end().await.0, "");
    assert_eq!(fresh.end().await.0, "");
}

#[tokio::test(start_paused = true)]
async fn a_stop_waits_for_what_has_arrived() {
    let server = Server::new();
    let (mut first, mut late) = (server.connect(), server.connect());
    first.post("wait: 5\r\n", "123").await;
    sleep(Duration::from_secs(1)).await;
    server.terms.leaving.cancel();
    server.terms.stop.cancel();
    // What the system has accepted before the port was closed is still there to be read.
    late.post("", "12").await;
    let (answer, _) = late.end().await;
    assert_status(&answer, 200);
    let (answer, took) = first.end().await;
    assert_status(&answer, 200);
    assert!(answer.ends_with("\r\n\r\n3"), "{answer}");
    assert_eq!(took, Duration::from_secs(4));
}

#[tokio::test(start_paused = true)]
async fn who_leaves_says_so_with_every_answer() {
    let server = Server::new();
    let mut client = server.connect();
    client.post("", "1").await;
    assert!(!client.answer().await.contains("connection: close"));
    server.terms.leaving.cancel();
    client.post("", "12").await;
    let (answer, _) = client.end().await;
    assert_status(&answer, 200);
    assert!(answer.contains("connection: close"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn bodies_that_are_too_large_are_refused_and_the_answer_arrives() {
    let reason = format!("the body is larger than {LIMIT} bytes");
    let body = "a".repeat(200 * 1024);
    let server = Server::new();

    let mut announced = server.connect_with(1024);
    announced.post("", &body).await;
    assert_refusal(&announced.end().await.0, 413, &reason);

    let mut chunked = server.connect_with(1024);
    let head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    chunked.send(format!("{head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len())).await;
    assert_refusal(&chunked.end().await.0, 413, &reason);

    let mut asks = server.connect();
    asks.send("POST / HTTP/1.1\r\nContent-Length: 999999\r\nExpect: 100-continue\r\n\r\n").await;
    assert_refusal(&asks.end().await.0, 413, &reason);
}

#[tokio::test(start_paused = true)]
async fn who_was_refused_and_goes_on_sending_does_not_hold_a_stop() {
    let server = Server::new();
    let mut client = server.connect();
    client.send("POST / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n").await;
    assert_status(&client.end().await.0, 413);
    server.terms.stop.cancel();
    let stopped = Instant::now();
    client.task.await.expect("an end");
    assert_eq!(stopped.elapsed(), LAST_MOMENT);
}

#[tokio::test(start_paused = true)]
async fn bodies_are_bounded_together() {
    let server = Server::new();
    let half = "a".repeat(8 * 1024);
    let announce = format!("POST / HTTP/1.1\r\nContent-Length: {LIMIT}\r\n\r\n");
    // What is announced costs nothing, what has arrived does.
    let mut announcing = Vec::new();
    for _ in 0..100 {
        let mut client = server.connect();
        client.send(&announce).await;
        announcing.push(client);
    }
    let (mut first, mut second) = (server.connect(), server.connect());
    for client in [&mut first, &mut second] {
        client.send(format!("{announce}{half}")).await;
    }
    sleep(Duration::from_secs(1)).await;

    let mut third = server.connect();
    third.post("", &half).await;
    let reason = "too many requests are being received; send it again later";
    assert_refusal(&third.end().await.0, 503, reason);

    first.send("a".repeat(2 * 1024)).await;
    assert_status(&first.answer().await, 200);
    let mut fourth = server.connect();
    fourth.post("", &half).await;
    assert_status(&fourth.answer().await, 200);
    drop(announcing);
}

#[tokio::test(start_paused = true)]
async fn a_compressed_body_is_refused_with_what_is_taken() {
    let server = Server::new();
    for coding in ["gzip", "identity, br"] {
        let mut client = server.connect();
        client.post(&format!("Content-Encoding: {coding}\r\n"), "x").await;
        let (answer, _) = client.end().await;
        assert_refusal(&answer, 415, "the body is compressed; send it as it is");
        assert!(answer.contains("accept-encoding: identity\r\n"), "{answer}");
    }
    let mut client = server.connect();
    client.post("Content-Encoding: Identity\r\n", "x").await;
    assert_status(&client.answer().await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_head_that_is_too_large_is_refused() {
    let mut client = Server::new().connect();
    client.send(format!("POST / HTTP/1.1\r\nX-A: {}\r\n\r\n", "a".repeat(100 * 1024))).await;
    assert_status(&client.end().await.0, 431);
}

#[tokio::test(start_paused = true)]
async fn answers_repeat_little_of_the_input() {
    let long = "a".repeat(10_000);
    for (request, status) in [
        (format!("POST /{long} HTTP/1.1\r\n\r\n"), 404),
        (format!("{long} / HTTP/1.1\r\n\r\n"), 405),
    ] {
        let mut client = Server::new().connect();
        client.send(request).await;
        let answer = client.answer().await;
        assert_status(&answer, status);
        assert!(answer.matches('a').count() < 300, "{answer}");
    }
}

#[tokio::test]
async fn connections_are_bounded() {
    let Server { router, terms } = Server::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let stop = terms.stop.clone();
    let serving = tokio::spawn(accept::serve(listener, router, 1, terms));

    let request = "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n1";
    let mut first = TcpStream::connect(address).await.expect("it listens");
    first.write_all(request.as_bytes()).await.expect("it reads");
    first.read_u8().await.expect("it is served");

    let mut second = TcpStream::connect(address).await.expect("it listens");
    let mut answer = String::new();
    second.read_to_string(&mut answer).await.expect("an answer");
    assert_refusal(&answer, 503, "too many connections are open; send it again later");

    drop(first);
    loop {
        let mut third = TcpStream::connect(address).await.expect("it listens");
        let written = third.write_all(request.as_bytes()).await;
        let mut first = [0; 12];
        if written.is_ok()
            && third.read_exact(&mut first).await.is_ok()
            && first == *b"HTTP/1.1 200"
        {
            break;
        }
    }
    stop.cancel();
    serving.await.expect("an end");
    assert!(TcpStream::connect(address).await.is_err(), "the port is closed");
}
