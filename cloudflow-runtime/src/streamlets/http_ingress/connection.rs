//! One connection: requests and their answers, each in its time.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures::FutureExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::activity::{Activity, Patience, Phase, Watched};
use super::answer::Refusal;

/// The largest head of a request, which the connection holds in memory.
const LONGEST_HEAD: usize = 16 * 1024;

/// How much of a body is read at once: at least a head.
const BUFFER: usize = 2 * LONGEST_HEAD;

/// How long a request that has begun may go on after the stop: what is on its way arrives.
pub(super) const LAST_MOMENT: Duration = Duration::from_millis(250);

/// How long a client that was refused may go on sending. If the connection were closed before, the
/// system would answer with a reset, and the client might never read why it was refused.
const LINGER: Duration = Duration::from_secs(2);

/// The most bytes that are read and thrown away meanwhile.
const MOST_DISCARDED: u64 = 16 * 1024 * 1024;

/// What connections have in common.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) patience: Patience,
    /// Answers say that they are the last on their connection.
    pub(super) leaving: CancellationToken,
    /// No request is waited for any more.
    pub(super) stop: CancellationToken,
}

/// Serves a connection until one side closes it.
pub(super) async fn serve<S>(stream: S, router: Router, terms: &Terms)
where
    S: AsyncRead + AsyncWrite + Send + Unpin,
{
    let activity = Activity::new();
    let service = service_fn(|request: hyper::Request<Incoming>| {
        activity.enter(Phase::Request);
        let (activity, leaving) = (activity.clone(), terms.leaving.clone());
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(activity.clone());
        let answered = router.clone().oneshot(request);
        async move {
            let mut response: Response = answered.await.unwrap_or_else(|never| match never {});
            if leaving.is_cancelled() {
                response.headers_mut().insert(header::CONNECTION, CLOSE);
            }
            activity.enter(Phase::Answer);
            Ok::<_, Infallible>(response)
        }
        .boxed()
    });
    let stream = TokioIo::new(Watched::new(stream, activity.clone()));
    let mut connection = http1::Builder::new()
        // The phases have deadlines of their own, and the client hears of it.
        .header_read_timeout(None)
        .max_header_size(LONGEST_HEAD)
        .max_buf_size(BUFFER)
        .serve_connection(stream, service);
    let mut deadline = pin!(Deadline::new(&activity, terms));
    let refusal = poll_fn(|context| {
        if let Poll::Ready(ended) = connection.poll_without_shutdown(context) {
            // An error is in most cases a client that went; if not, the server has answered.
            if ended.is_err() {
                activity.cut();
            }
            return Poll::Ready(None);
        }
        deadline.as_mut().poll(context)
    })
    .await;
    let mut stream = connection.into_parts().io.into_inner().into_inner();
    if let Some(refusal) = refusal {
        // It has sent little, all of which was read: nothing to wait for.
        write(&mut stream, &refusal).await;
    } else if activity.is_cut() {
        linger(&mut stream, &terms.stop).await;
    }
}

const CLOSE: HeaderValue = HeaderValue::from_static("close");

/// Answers a client whose request nobody reads, and closes the connection.
pub(super) async fn refuse<S>(mut stream: S, refusal: &Refusal, stop: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    if write(&mut stream, refusal).await {
        linger(&mut stream, stop).await;
    }
}

/// Writes an answer, and returns whether the client takes it.
async fn write(stream: &mut (impl AsyncWrite + Unpin), refusal: &Refusal) -> bool {
    let written = timeout(LINGER, stream.write_all(refusal.text().as_bytes())).await;
    matches!(written, Ok(Ok(())))
}

/// Ends the answers, and lets the client read them before the connection is closed.
async fn linger<S>(stream: &mut S, stop: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let client_goes = async {
        stream.shutdown().await?;
        let mut rest = stream.take(MOST_DISCARDED);
        let mut buffer = [0; 4 * 1024];
        while rest.read(&mut buffer).await? > 0 {}
        std::io::Result::Ok(())
    };
    let stopped = async {
        stop.cancelled().await;
        sleep(LAST_MOMENT).await;
    };
    // Whatever comes of it, the client has had its answer and its time.
    tokio::select! {
        _ = client_goes => {}
        () = sleep(LINGER) => {}
        () = stopped => {}
    }
}

/// The end of the client's time, which each phase sets anew.
struct Deadline<'a> {
    activity: &'a Activity,
    terms: &'a Terms,
    stopped: Pin<Box<dyn Future<Output = ()> + Send + 'a>>,
    stopped_at: Option<Instant>,
    timer: Pin<Box<Sleep>>,
}

impl<'a> Deadline<'a> {
    fn new(activity: &'a Activity, terms: &'a Terms) -> Self {
        let first = activity.deadline(&terms.patience).unwrap_or_else(Instant::now);
        Self {
            activity,
            terms,
            stopped: Box::pin(terms.stop.cancelled()),
            stopped_at: None,
            timer: Box::pin(sleep_until(first)),
        }
    }

    /// Returns, when the time is over, what the client is told.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Refusal>> {
        if self.stopped_at.is_none() && self.stopped.as_mut().poll(context).is_ready() {
            self.stopped_at = Some(Instant::now());
        }
        loop {
            let phase = self.activity.phase();
            if phase == Phase::Idle && self.stopped_at.is_some() {
                return Poll::Ready(None);
            }
            let last = self.stopped_at.map(|at| at + LAST_MOMENT);
            let own = self.activity.deadline(&self.terms.patience);
            let last = if phase == Phase::Request { None } else { last };
            let Some(deadline) = own.into_iter().chain(last).min() else { return Poll::Pending };
            if Instant::now() >= deadline {
                return Poll::Ready(match phase {
                    // It has sent nothing that could be answered, or does not read the answer.
                    Phase::New | Phase::Idle | Phase::Answer | Phase::Request => None,
                    Phase::Head if self.stopped_at.is_some() => Some(Refusal::Stopping),
                    Phase::Head => Some(Refusal::TooSlow),
                });
            }
            // A later deadline is looked at when the timer has gone off: most requests are done by then.
            if self.timer.is_elapsed() || deadline < self.timer.deadline() {
                self.timer.as_mut().reset(deadline);
            }
            if self.timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
        }
    }
}
