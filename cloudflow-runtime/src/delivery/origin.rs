//! The tie between a record and the offsets that it came from.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::tracker::{Token, Tracker};

/// Where a record came from. As long as any copy exists, the offset is not committed.
///
/// A record that a source makes has an empty origin. A record made of several others, a batch or an
/// aggregate, has the origins of all: see [`Origin::join`].
#[derive(Clone, Default)]
pub struct Origin {
    source: Source,
}

#[derive(Clone, Default)]
enum Source {
    #[default]
    None,
    One(Held),
    Many(Vec<Held>),
}

impl Origin {
    /// Returns the origin of a record that comes from outside.
    pub const fn none() -> Self {
        Self { source: Source::None }
    }

    pub(super) fn received(tracker: Arc<Tracker>, token: Token) -> Self {
        let link = Arc::new(Link { tracker, token, dropped: AtomicU64::new(0) });
        Self { source: Source::One(Held(Some(link))) }
    }

    /// Returns the origin of what is made of both: neither offset is committed before it is sent.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        let mut all = Vec::new();
        for origin in [self, other] {
            match origin.source {
                Source::None => {}
                Source::One(held) => all.push(held),
                Source::Many(held) => all.extend(held),
            }
        }
        Self { source: Source::Many(all) }
    }

    /// Returns the partition and offset of the record, if it is one.
    pub(crate) fn place(&self) -> Option<(i32, i64)> {
        match &self.source {
            Source::One(Held(Some(link))) => Some(link.token.place()),
            _ => None,
        }
    }

    /// Gives the origin to the transport: from now on it counts as sent, no more as held by the
    /// streamlet.
    pub(super) fn send(self) -> Sent {
        match self.source {
            Source::None => Sent::None,
            Source::One(mut held) => held.0.take().map_or(Sent::None, Sent::One),
            Source::Many(held) => {
                Sent::Many(held.into_iter().filter_map(|mut held| held.0.take()).collect())
            }
        }
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = match &self.source {
            Source::None => &[],
            Source::One(held) => std::slice::from_ref(held),
            Source::Many(held) => held.as_slice(),
        };
        let tokens = held.iter().filter_map(|held| held.0.as_ref()).map(|link| link.token);
        formatter.debug_list().entries(tokens).finish()
    }
}

/// A streamlet's hold on a link. Dropping it leaves the time of the drop behind, since it may be a
/// decision (a filter) or an accident (an error on its way out).
#[derive(Clone)]
struct Held(Option<Arc<Link>>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(link) = &self.0 {
            link.dropped.fetch_max(link.tracker.epoch(), Ordering::AcqRel);
        }
    }
}

/// The transport's hold on the links of a record that was sent.
#[derive(Debug)]
pub(super) enum Sent {
    None,
    One(Arc<Link>),
    Many(Vec<Arc<Link>>),
}

impl Sent {
    /// Keeps the offsets from ever being committed: what was derived from them is lost.
    pub(super) fn fail(self) {
        let links = match &self {
            Self::None => &[],
            Self::One(link) => std::slice::from_ref(link),
            Self::Many(links) => links.as_slice(),
        };
        for link in links {
            link.dropped.store(NEVER, Ordering::Release);
        }
    }
}

/// An epoch that no streamlet reaches.
const NEVER: u64 = u64::MAX;

/// The one owner of a token, shared by everything derived from the record.
pub(super) struct Link {
    tracker: Arc<Tracker>,
    token: Token,
    /// The tracker's epoch when the streamlet last dropped a hold; 0 when it never did.
    dropped: AtomicU64,
}

impl Drop for Link {
    fn drop(&mut self) {
        self.tracker.release(self.token, self.dropped.load(Ordering::Acquire));
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.token.fmt(formatter)
    }
}
