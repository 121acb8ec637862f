//! What a connection waits for, and since when.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

/// What a connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The first byte of its first request.
    New,
    /// The rest of the head of a request.
    Head,
    /// The streamlet: it reads the body, and sends the records.
    Request,
    /// The client, which is to read the answer.
    Answer,
    /// The next request.
    Idle,
}

/// How long a connection may wait for its client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) head: Duration,
    pub(super) answer: Duration,
    pub(super) idle: Duration,
}

/// The phase of one connection; shared by the connection and the stream under it.
#[derive(Clone, Debug)]
pub(super) struct Activity(Arc<Mutex<State>>);

#[derive(Clone, Copy, Debug)]
struct State {
    phase: Phase,
    since: Instant,
    /// Whether an answer was given before the request had been read.
    is_cut: bool,
}

impl Activity {
    pub(super) fn new() -> Self {
        let state = State { phase: Phase::New, since: Instant::now(), is_cut: false };
        Self(Arc::new(Mutex::new(state)))
    }

    pub(super) fn phase(&self) -> Phase {
        self.state().phase
    }

    /// A request has begun to be served, or it has an answer.
    pub(super) fn enter(&self, phase: Phase) {
        let mut state = self.state();
        state.phase = phase;
        state.since = Instant::now();
    }

    /// The client still sends what nobody will read.
    pub(super) fn cut(&self) {
        self.state().is_cut = true;
    }

    pub(super) fn is_cut(&self) -> bool {
        self.state().is_cut
    }

    /// Returns when the client has had its time.
    pub(super) fn deadline(&self, patience: &Patience) -> Option<Instant> {
        let State { phase, since, .. } = *self.state();
        match phase {
            Phase::New | Phase::Head => since.checked_add(patience.head),
            Phase::Answer => since.checked_add(patience.answer),
            Phase::Idle => since.checked_add(patience.idle),
            // Body and records have times of their own.
            Phase::Request => None,
        }
    }

    /// Bytes came in. In the other phases they belong to a body or to a request that is sent early.
    fn heard(&self) {
        if matches!(self.phase(), Phase::New | Phase::Idle) {
            self.enter(Phase::Head);
        }
    }

    /// Everything that was written is with the system.
    fn flushed(&self) {
        if self.phase() == Phase::Answer {
            self.enter(Phase::Idle);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream that tells what happens on it.
#[derive(Debug)]
pub(super) struct Watched<S> {
    stream: S,
    activity: Activity,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, activity: Activity) -> Self {
        Self { stream, activity }
    }

    pub(super) fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if buffer.filled().len() > before {
            self.activity.heard();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, buffer)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// The server above flushes what it has buffered itself before it flushes the stream.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.activity.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
