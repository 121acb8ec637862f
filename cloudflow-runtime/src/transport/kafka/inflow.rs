//! The records of one topic on their way from the client to the inlets, in batches.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use rdkafka::consumer::ConsumerContext;
use rdkafka::error::RDKafkaErrorCode;

use super::log::Log;
use super::raw::Feed;
use crate::transport::{Amount, Bound, Records};

/// A batch is cut at so many records or bytes: what one costs is then little for each record, and the
/// caches of a core still hold it.
const MAX_BATCH: Amount = Amount { records: 1_000, bytes: 64 * 1024 };

/// How many arenas are kept for the next batches.
const SPARE: usize = 16;

/// How long nothing is settled before it is said.
const STUCK: Duration = Duration::from_secs(10);

/// Cuts the records of a topic into batches that the inlets have room for.
pub(super) struct Inflow<C: ConsumerContext + 'static> {
    name: String,
    feed: Feed<C>,
    /// Of the inlets that read the topic.
    bounds: Vec<Arc<Bound>>,
    headers: Vec<u8>,
    /// Arenas that were handed on, oldest first: when nobody holds one any more, it is used again.
    spare: VecDeque<Arc<Records>>,
    /// Since when there is no room, and whether it was said.
    full: Option<(Instant, bool)>,
}

/// What comes next.
pub(super) enum Next {
    /// Records of one partition, and the position behind them.
    Batch(i32, Arc<Records>, i64),
    /// The client says that something is wrong.
    Error(RDKafkaErrorCode),
    /// Nothing is there now, or there is no room: the thread is woken when that changes.
    Nothing,
}

impl<C: ConsumerContext + 'static> Inflow<C> {
    pub(super) fn new(name: String, feed: Feed<C>, bounds: Vec<Arc<Bound>>) -> Self {
        let (headers, spare) = (Vec::new(), VecDeque::with_capacity(SPARE));
        Self { name, feed, bounds, headers, spare, full: None }
    }

    /// Returns the topic.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Drops what was taken of a partition that is not ours any more.
    pub(super) fn discard(&mut self, partition: i32) {
        self.feed.discard(partition);
    }

    /// Returns the next batch, or why there is none.
    pub(super) fn next(&mut self, log: &Log, waker: &Waker) -> Next {
        let room = Room::of(&self.bounds);
        let mut records = None;
        let (mut partition, mut next, mut filled) = (0, 0, Amount::default());
        let mut missing = None;
        while filled.records < MAX_BATCH.records && filled.bytes < MAX_BATCH.bytes {
            let Some(fetched) = self.feed.peek() else { break };
            let error = fetched.error();
            if records.is_some() && (error.is_some() || fetched.partition() != partition) {
                break;
            }
            if let Some(error) = error {
                self.feed.advance();
                return Next::Error(error);
            }
            let (record, skipped) = fetched.record(&mut self.headers);
            if skipped > 0 {
                log.warn("header", "a header is left out: its name is not UTF-8");
            }
            let size = record.size();
            let more = Amount { records: filled.records + 1, bytes: filled.bytes + size };
            if !room.has(more) {
                missing = records.is_none().then_some(more);
                break;
            }
            let into = records.get_or_insert_with(|| unused(&mut self.spare));
            if let Some(records) = Arc::get_mut(into) {
                records.push(record);
            }
            (partition, next, filled) = (fetched.partition(), record.offset + 1, more);
            self.feed.advance();
        }
        if let Some(missing) = missing {
            self.wait(missing, waker);
        }
        let Some(records) = records else { return Next::Nothing };
        self.full = None;
        self.spare.push_back(Arc::clone(&records));
        Next::Batch(partition, records, next)
    }

    /// Has the thread woken when there is room, and says once that there was none for long.
    fn wait(&mut self, missing: Amount, waker: &Waker) {
        let context = Context::from_waker(waker);
        for bound in &self.bounds {
            if bound.poll_room(missing, &context).is_ready() {
                waker.wake_by_ref();
            }
        }
        let (since, is_said) = self.full.get_or_insert_with(|| (Instant::now(), false));
        if !*is_said && since.elapsed() > STUCK {
            *is_said = true;
            let Amount { records, bytes } =
                self.bounds.first().map(|bound| bound.taken()).unwrap_or_default();
            tracing::warn!(
                topic = self.name,
                records,
                bytes,
                seconds = STUCK.as_secs(),
                "An inlet holds as much as it may, and nothing was settled for a while."
            );
        }
    }
}

/// Returns an empty arena, with memory if one is free: the one that was used last, which the caches may
/// still hold.
fn unused(spare: &mut VecDeque<Arc<Records>>) -> Arc<Records> {
    let free = spare.iter().rposition(|arena| Arc::strong_count(arena) == 1);
    let Some(mut arena) = free.and_then(|at| spare.remove(at)) else {
        if spare.len() >= SPARE {
            spare.pop_front();
        }
        return Arc::default();
    };
    // Nobody else holds it, and nobody can get hold of it.
    if let Some(records) = Arc::get_mut(&mut arena) {
        records.clear();
    }
    arena
}

/// How much may be fetched now.
struct Room {
    left: Amount,
    /// Nothing is under way: a record of any size may come.
    is_empty: bool,
}

impl Room {
    fn of(bounds: &[Arc<Bound>]) -> Self {
        let mut room =
            Self { left: Amount { records: usize::MAX, bytes: usize::MAX }, is_empty: true };
        for bound in bounds {
            let (max, taken) = (bound.max(), bound.taken());
            let Amount { records, bytes } = &mut room.left;
            *records = max.records.saturating_sub(taken.records).min(*records);
            *bytes = max.bytes.saturating_sub(taken.bytes).min(*bytes);
            room.is_empty &= taken.records == 0;
        }
        room
    }

    fn has(&self, wanted: Amount) -> bool {
        let fits = wanted.records <= self.left.records && wanted.bytes <= self.left.bytes;
        fits || (self.is_empty && wanted.records == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_above_the_bound_passes_alone() {
        let bounds = [Arc::new(Bound::new(Amount { records: 10, bytes: 100 }))];
        let room = Room::of(&bounds);
        assert!(room.has(Amount { records: 1, bytes: 1_000 }));
        assert!(!room.has(Amount { records: 2, bytes: 101 }));
        assert!(!room.has(Amount { records: 11, bytes: 11 }));
        bounds[0].enter(Amount { records: 1, bytes: 1 });
        let room = Room::of(&bounds);
        assert!(room.has(Amount { records: 1, bytes: 99 }));
        assert!(!room.has(Amount { records: 1, bytes: 1_000 }));
    }

    #[test]
    fn memory_is_used_again_when_nobody_holds_it() {
        let mut spare: VecDeque<_> = (0..SPARE).map(|_| Arc::<Records>::default()).collect();
        let held = spare.back().map(Arc::clone);
        let before = spare.get(SPARE - 2).map(Arc::as_ptr);
        assert_eq!(Some(Arc::as_ptr(&unused(&mut spare))), before);
        let all: Vec<_> = spare.iter().map(Arc::clone).collect();
        spare.push_back(held.clone().unwrap_or_default());
        let fresh = unused(&mut spare);
        assert!(all.iter().chain(&held).all(|held| !Arc::ptr_eq(held, &fresh)));
        assert!(spare.len() < SPARE, "the oldest is let go of");
    }
}
