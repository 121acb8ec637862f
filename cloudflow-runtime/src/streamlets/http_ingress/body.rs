//! Bodies of requests: bounded each and all together.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, header};
use bytes::Buf;
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::answer::Refusal;
use super::connection::LAST_MOMENT;

/// Memory is counted in units of this many bytes, and a body takes at least one.
const UNIT: usize = 1024;

/// How many times the size of a body its records may need while they are read and encoded: `1,` is a
/// number of eight bytes, in a vector that may be half full, and again in the encoded record.
const EXPANSION: u32 = 12;

/// Reads bodies, within what memory there is for them.
#[derive(Debug)]
pub(super) struct Bodies {
    /// The largest body.
    limit: usize,
    /// How long one may take.
    patience: Duration,
    stop: CancellationToken,
    /// What bodies may take, all together.
    received: Arc<Semaphore>,
    /// What records may take until they are handed over.
    decoded: Semaphore,
    units: u32,
}

/// A body, with its part of the memory.
#[derive(Debug)]
pub(super) struct Received {
    text: Vec<u8>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Received {
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }
}

impl Bodies {
    /// Bounds bodies to `limit` each and to `total` all together; to one if that is more.
    pub(super) fn new(limit: u64, total: u64, patience: Duration, stop: CancellationToken) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let total = usize::try_from(total).unwrap_or(usize::MAX).max(limit);
        // Permits are counted in 32 bits; terabytes are as good as no bound.
        let units = u32::try_from(total.div_ceil(UNIT)).unwrap_or(u32::MAX).max(1);
        let permits = usize::try_from(units).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        let (received, decoded) = (Arc::new(Semaphore::new(permits)), Semaphore::new(permits));
        Self { limit, patience, stop, received, decoded, units }
    }

    /// Reads a body to its end.
    pub(super) async fn read(&self, headers: &HeaderMap, body: Body) -> Result<Received, Refusal> {
        let is_plain = |coding: &[u8]| coding.eq_ignore_ascii_case(b"identity");
        if headers.get_all(header::CONTENT_ENCODING).iter().any(|it| !is_plain(it.as_bytes())) {
            return Err(Refusal::Coding);
        }
        let stopped = async {
            self.stop.cancelled().await;
            sleep(LAST_MOMENT).await;
        };
        tokio::select! {
            biased;
            read = self.collect(body) => read,
            () = sleep(self.patience) => Err(Refusal::TooSlow),
            () = stopped => Err(Refusal::Stopping),
        }
    }

    async fn collect(&self, mut body: Body) -> Result<Received, Refusal> {
        // What is announced is refused before it is sent, but takes no memory before it is there.
        let announced = body.size_hint();
        if announced.lower() > self.limit as u64 {
            return Err(self.too_large());
        }
        let expected = announced.exact().and_then(|size| usize::try_from(size).ok());
        let largest = expected.unwrap_or(self.limit).min(self.limit);
        let mut received = Received { text: Vec::new(), permit: None };
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Refusal::Broken)?;
            let Ok(data) = frame.into_data() else { continue };
            if data.remaining() > self.limit - received.text.len() {
                return Err(self.too_large());
            }
            self.make_room(&mut received, data.remaining(), largest)?;
            received.text.extend_from_slice(&data);
        }
        Ok(received)
    }

    fn too_large(&self) -> Refusal {
        Refusal::TooLarge(self.limit as u64)
    }

    /// Makes the text larger, at most to `largest` or what it must hold.
    fn make_room(
        &self,
        received: &mut Received,
        more: usize,
        largest: usize,
    ) -> Result<(), Refusal> {
        let text = &mut received.text;
        let needed = text.len().saturating_add(more);
        if needed <= text.capacity() {
            return Ok(());
        }
        let capacity = text.capacity().saturating_mul(2).min(largest).max(needed);
        let has = received.permit.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let units = capacity.div_ceil(UNIT).saturating_sub(has);
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.received).try_acquire_many_owned(units);
        let room = room.map_err(|_| Refusal::Full)?;
        match &mut received.permit {
            Some(permit) => permit.merge(room),
            permit => *permit = Some(room),
        }
        text.try_reserve_exact(capacity - text.len()).map_err(|_| Refusal::Full)
    }

    /// Waits until there is memory for the records of a body.
    pub(super) async fn decode(
        &self,
        received: &Received,
        patience: Duration,
    ) -> Result<SemaphorePermit<'_>, Refusal> {
        let units = u32::try_from(received.text.len().div_ceil(UNIT)).unwrap_or(u32::MAX);
        let units = units.saturating_mul(EXPANSION).min(self.units);
        let room = timeout(patience, self.decoded.acquire_many(units)).await;
        room.ok().and_then(Result::ok).ok_or(Refusal::Full)
    }
}
