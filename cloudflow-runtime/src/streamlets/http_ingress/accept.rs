//! Accepts connections, as many as there may be.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures::FutureExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::answer::Refusal;
use super::connection::{self, Terms};
use super::seldom::Seldom;

/// How many connections beyond the bound are told so at the same time; what comes on top of these is
/// closed without a word.
const MOST_REFUSED: usize = 64;

/// The pause after the system could not accept a connection: it lacks file descriptors or memory.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until the stop, and ends when every request that has begun is answered.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    most_connections: usize,
    terms: Terms,
) {
    let mut acceptor = Acceptor {
        router,
        terms: Arc::new(terms),
        served: bound(most_connections),
        refused: bound(MOST_REFUSED),
        tasks: JoinSet::new(),
        crowded: Seldom::default(),
        failed: Seldom::default(),
    };
    let stop = acceptor.terms.stop.clone();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => acceptor.take(stream),
                Err(error) => acceptor.failed(&error).await,
            },
            Some(_) = acceptor.tasks.join_next() => {}
        }
    }
    // Closing the port would reset the connections that the system has accepted meanwhile.
    while let Some(Ok((stream, _))) = listener.accept().now_or_never() {
        acceptor.take(stream);
    }
    drop(listener);
    while acceptor.tasks.join_next().await.is_some() {}
}

fn bound(most: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)))
}

struct Acceptor {
    router: Router,
    terms: Arc<Terms>,
    served: Arc<Semaphore>,
    refused: Arc<Semaphore>,
    tasks: JoinSet<()>,
    crowded: Seldom,
    failed: Seldom,
}

impl Acceptor {
    fn take(&mut self, stream: TcpStream) {
        // Answers are written whole; waiting to fill a packet would only delay them. A connection that
        // is broken already says so when it is read.
        let _ = stream.set_nodelay(true);
        if let Ok(permit) = Arc::clone(&self.served).try_acquire_owned() {
            let (router, terms) = (self.router.clone(), Arc::clone(&self.terms));
            self.tasks.spawn(async move {
                connection::serve(stream, router, &terms).await;
                drop(permit);
            });
            return;
        }
        if let Some(times) = self.crowded.due() {
            tracing::warn!(
                times,
                "Connections are answered with 503: there are `max_connections`."
            );
        }
        if let Ok(permit) = Arc::clone(&self.refused).try_acquire_owned() {
            let stop = self.terms.stop.clone();
            self.tasks.spawn(async move {
                connection::refuse(stream, &Refusal::Crowded, &stop).await;
                drop(permit);
            });
        }
    }

    /// Waits, unless it was only this one connection that failed.
    async fn failed(&self, error: &io::Error) {
        if matches!(
            error.kind(),
            io::ErrorKind::ConnectionRefused
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::Interrupted
        ) {
            return;
        }
        if let Some(times) = self.failed.due() {
            tracing::warn!(%error, times, "No connection can be accepted.");
        }
        sleep(PAUSE).await;
    }
}
