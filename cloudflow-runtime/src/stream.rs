//! What is written most over the stream of an inlet, in a form that settles right.

use futures::future::Either;
use futures::{Stream, StreamExt, TryStreamExt, future};

use crate::{Record, StreamletError};

/// Steps over a stream of records that pass each record's debt on, so that nobody needs to settle by
/// hand.
///
/// Inlets of several types are merged by mapping each to one type first:
///
/// ```no_run
/// # use cloudflow_runtime::prelude::*;
/// # #[derive(AvroRecord, Clone)] pub struct Ride { id: i64 }
/// # #[derive(AvroRecord, Clone)] pub struct Fare { id: i64 }
/// enum Event { Ride(Ride), Fare(Fare) }
///
/// # async fn streamlet(rides: Inlet<Ride>, fares: Inlet<Fare>) -> StreamletResult {
/// let rides = rides.map_records(Event::Ride);
/// let fares = fares.map_records(Event::Fare);
/// let mut events = select(rides, fares);
/// while let Some(event) = events.try_next().await? {
///     match event.value() {
///         Event::Ride(ride) => tracing::debug!(ride.id),
///         Event::Fare(fare) => tracing::debug!(fare.id),
///     }
///     event.done();
/// }
/// # Ok(())
/// # }
/// ```
pub trait RecordStreamExt<T>: Stream<Item = Result<Record<T>, StreamletError>> + Sized {
    /// Changes each value; timestamp, headers and debt stay, the key goes.
    fn map_records<U>(
        self,
        change: impl FnMut(T) -> U,
    ) -> impl Stream<Item = Result<Record<U>, StreamletError>> {
        let mut change = change;
        self.map_ok(move |record| record.map(&mut change))
    }

    /// Keeps the records whose value is wanted; the others are done.
    fn filter_records(
        self,
        is_wanted: impl FnMut(&T) -> bool,
    ) -> impl Stream<Item = Result<Record<T>, StreamletError>> {
        let mut is_wanted = is_wanted;
        self.try_filter_map(move |record| {
            let wanted = is_wanted(record.value());
            future::ready(Ok(if wanted {
                Some(record)
            } else {
                record.done();
                None
            }))
        })
    }

    /// Changes each value, or drops it on purpose: then its record is done.
    fn filter_map_records<U>(
        self,
        change: impl FnMut(T) -> Option<U>,
    ) -> impl Stream<Item = Result<Record<U>, StreamletError>> {
        let mut change = change;
        self.try_filter_map(move |record| {
            let (value, receipt) = record.into_parts();
            future::ready(Ok(match change(value) {
                Some(value) => Some(receipt.into_record(value)),
                None => {
                    receipt.done();
                    None
                }
            }))
        })
    }

    /// Changes values with calls of which at most `most` are under way at once. Records leave in the
    /// order in which they came; the first error ends the stream.
    fn buffered_records<U, F>(
        self,
        most: usize,
        call: impl FnMut(T) -> F,
    ) -> impl Stream<Item = Result<Record<U>, StreamletError>>
    where
        F: Future<Output = Result<U, StreamletError>>,
    {
        let mut call = call;
        let calls = self.map(move |next| match next {
            Ok(record) => {
                let (value, receipt) = record.into_parts();
                let called = call(value);
                Either::Left(async move {
                    match called.await {
                        Ok(value) => Ok(receipt.into_record(value)),
                        // The error takes the debt along, so that whoever skips it settles it.
                        Err(error) => Err(error.with_receipt(receipt)),
                    }
                })
            }
            Err(error) => Either::Right(future::ready(Err(error))),
        });
        calls.buffered(most.max(1))
    }
}

impl<T, S: Stream<Item = Result<Record<T>, StreamletError>>> RecordStreamExt<T> for S {}
