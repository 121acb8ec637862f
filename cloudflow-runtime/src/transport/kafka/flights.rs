//! Batches of records on their way to Kafka.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rdkafka::error::RDKafkaErrorCode;

use super::raw::Landed;
use crate::transport::{Amount, Bound, Records, Settle, Ties, TransportError};

/// A token holds which flight a record is of, and which record it is.
const RECORD_BITS: u32 = 32;
const _: () = assert!(usize::BITS > RECORD_BITS, "tokens need 64 bits");

/// An outlet, as far as its records on their way need it.
pub(super) struct Outlet {
    /// Which one of the session.
    pub(super) number: usize,
    pub(super) topic: String,
    pub(super) bound: Arc<Bound>,
    pub(super) settle: Arc<dyn Settle>,
}

/// What was sent together, and is not acknowledged.
struct Flight {
    outlet: Arc<Outlet>,
    ties: Ties,
    /// Of each record, in bytes.
    sizes: Vec<u32>,
    /// How many have not landed.
    open: usize,
}

/// All that is on its way. One lock, taken twice for many reports.
#[derive(Default)]
pub(super) struct Flights {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    slots: Vec<Option<Flight>>,
    free: Vec<usize>,
    /// Memory of flights that have landed.
    spare: Vec<Vec<u32>>,
}

/// How many pieces of memory are kept.
const SPARE: usize = 16;

impl Flights {
    /// Takes records in that are about to be sent, and returns the token of the first. The others
    /// follow.
    pub(super) fn begin(&self, outlet: &Arc<Outlet>, records: &Records, ties: Ties) -> usize {
        let mut state = self.state();
        let mut sizes = state.spare.pop().unwrap_or_default();
        sizes.clear();
        let size = |at| u32::try_from(records.size(at)).unwrap_or(u32::MAX);
        sizes.extend((0..records.len()).map(size));
        let (outlet, open) = (Arc::clone(outlet), sizes.len());
        let flight = Some(Flight { outlet, ties, sizes, open });
        let slot = state.free.pop().unwrap_or(state.slots.len());
        match state.slots.get_mut(slot) {
            Some(free) => *free = flight,
            None => state.slots.push(flight),
        }
        slot << RECORD_BITS
    }

    /// Tells what became of records. Only one thread may do so.
    pub(super) fn land(
        &self,
        landed: &mut [Landed],
        explain: impl Fn(&Outlet, RDKafkaErrorCode) -> TransportError,
    ) {
        // Reports of one flight come from several partitions; in the order of the tokens its records
        // are told together. They are sorted in parts already.
        landed.sort_by_key(|landed| landed.token);
        let flights = || landed.chunk_by(|left, right| slot(left.token) == slot(right.token));
        let mut taken: Vec<(usize, Flight)> = Vec::new();
        let mut state = self.state();
        for run in flights() {
            let slot = run.first().map_or(0, |first| slot(first.token));
            let flight = state.slots.get_mut(slot).and_then(Option::take);
            taken.extend(flight.map(|flight| (slot, flight)));
        }
        drop(state);
        // Without the lock: whoever is told may run anything, also what sends.
        for run in flights() {
            let slot = run.first().map_or(0, |first| slot(first.token));
            if let Ok(at) = taken.binary_search_by_key(&slot, |(slot, _)| *slot)
                && let Some((_, flight)) = taken.get_mut(at)
            {
                flight.land(run, &explain);
            }
        }
        let mut state = self.state();
        let mut done = Vec::new();
        for (slot, flight) in taken {
            if flight.open == 0 {
                done.push(flight.ties);
                state.free.push(slot);
                if state.spare.len() < SPARE {
                    state.spare.push(flight.sizes);
                }
            } else if let Some(place) = state.slots.get_mut(slot) {
                *place = Some(flight);
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under this lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Flight {
    fn land(
        &mut self,
        landed: &[Landed],
        explain: impl Fn(&Outlet, RDKafkaErrorCode) -> TransportError,
    ) {
        let Self { outlet, ties, sizes, open } = self;
        let size =
            |landed: &Landed| sizes.get(record(landed.token)).map_or(0, |size| *size as usize);
        let amount = Amount { records: landed.len(), bytes: landed.iter().map(size).sum() };
        let written = landed.iter().filter(|landed| landed.error.is_none());
        ties.written(written.map(|landed| record(landed.token)));
        for Landed { token, error } in landed {
            if let Some(code) = error
                && let Some(error) = ties.lost(record(*token), explain(outlet, *code))
            {
                outlet.settle.lost(outlet.number, error);
            }
        }
        *open = open.saturating_sub(landed.len());
        // Whoever waits for the end of all finds everything told.
        outlet.bound.leave(amount);
    }
}

fn slot(token: usize) -> usize {
    token >> RECORD_BITS
}

fn record(token: usize) -> usize {
    token & ((1 << RECORD_BITS) - 1)
}

impl fmt::Debug for Outlet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outlet")
            .field("topic", &self.topic)
            .field("bound", &self.bound)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;
    use crate::transport::{Outgoing, RecordRef};

    #[derive(Debug, Default)]
    struct Told(Mutex<Vec<String>>);

    impl Settle for Told {
        fn lost(&self, outlet: usize, error: TransportError) {
            self.0.lock().unwrap().push(format!("{outlet}: {error}"));
        }
    }

    fn explain(outlet: &Outlet, _: RDKafkaErrorCode) -> TransportError {
        TransportError::UnknownTopic(outlet.topic.clone())
    }

    #[test]
    fn every_record_is_told_and_counted_out_once() {
        let (flights, told) = (Flights::default(), Arc::new(Told::default()));
        let bound = Arc::new(Bound::new(Amount { records: 100, bytes: 1_000 }));
        let settle = Arc::clone(&told) as Arc<dyn Settle>;
        let outlet = Outlet { number: 3, topic: "t".to_owned(), bound: Arc::clone(&bound), settle };
        let outlet = Arc::new(outlet);
        let (mut reports, mut tokens) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let mut outgoing = Outgoing::default();
            for _ in 0..4 {
                let value = Some(&b"12345"[..]);
                outgoing.push(|records| records.push(RecordRef { value, ..RecordRef::default() }));
                let (report, told) = oneshot::channel();
                outgoing.report_last(report);
                reports.push(told);
            }
            bound.enter(outgoing.amount());
            let ties = outgoing.take_ties();
            let first = flights.begin(&outlet, outgoing.records(), ties);
            tokens.extend(first..first + 4);
        }
        assert_eq!(bound.taken(), Amount { records: 12, bytes: 60 });
        // Reports of several flights in any order.
        let error = Some(RDKafkaErrorCode::UnknownTopic);
        let landed = |at: usize, error| Landed { token: tokens[at], error };
        let mut first = [landed(5, None), landed(0, None), landed(4, error), landed(6, None)];
        flights.land(&mut first, explain);
        assert_eq!(bound.taken(), Amount { records: 8, bytes: 40 });
        let is_ok = |result: Result<Result<(), _>, _>| matches!(result, Ok(Ok(())));
        assert!(is_ok(reports[0].try_recv()));
        assert!(matches!(reports[4].try_recv(), Ok(Err(TransportError::UnknownTopic(_)))));
        assert_eq!(*told.0.lock().unwrap(), [""; 0], "whoever sent it has heard of it");
        reports.remove(7);
        let mut last = [landed(7, error), landed(2, None), landed(1, None), landed(3, None)];
        flights.land(&mut last, explain);
        assert_eq!(bound.taken(), Amount { records: 4, bytes: 20 });
        let text = TransportError::UnknownTopic("t".to_owned()).to_string();
        assert_eq!(*told.0.lock().unwrap(), [format!("3: {text}")]);
        // Slots are used again.
        let state = flights.state();
        assert_eq!((state.slots.len(), state.free.len()), (3, 2));
    }
}
