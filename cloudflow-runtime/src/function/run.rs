//! The loop around a value function.

use std::pin::pin;
use std::task::Poll;

use super::concurrent::run_concurrent;
use super::emit::{Either, Emit, Iterated, Nothing, One};
use super::outputs::{EitherOutputs, Outputs};
use crate::avro::AvroRecord;
use crate::concurrency::Concurrency;
use crate::data::Data;
use crate::port::Batches;
use crate::streamlet::IntoStreamletResult;
use crate::{Inlet, Outlet, StreamletResult};

/// Runs a value function with one outlet.
pub(crate) async fn run_value<In, Out, Returned>(
    inlet: Inlet<In>,
    outlet: Outlet<Out>,
    function: impl FnMut(In) -> Returned,
    concurrency: Option<Concurrency>,
) -> StreamletResult
where
    In: Data,
    Out: AvroRecord,
    Returned: Future<Output: Outputs<Item = Out>>,
{
    run(inlet, One::new(outlet), function, concurrency).await
}

/// Runs a value function with one outlet that returns an iterator.
pub(crate) async fn run_iterator<In, Out, Returned>(
    inlet: Inlet<In>,
    outlet: Outlet<Out>,
    function: impl FnMut(In) -> Returned,
    concurrency: Option<Concurrency>,
) -> StreamletResult
where
    In: Data,
    Out: AvroRecord,
    Returned: Future<Output: IntoIterator<Item = Out>>,
{
    run(inlet, Iterated(One::new(outlet)), function, concurrency).await
}

/// Runs a value function with two outlets: `Ok` goes to the first, `Err` to the second.
pub(crate) async fn run_either<In, Returned>(
    inlet: Inlet<In>,
    ok: Outlet<<Returned::Output as EitherOutputs>::Ok>,
    err: Outlet<<Returned::Output as EitherOutputs>::Err>,
    function: impl FnMut(In) -> Returned,
    concurrency: Option<Concurrency>,
) -> StreamletResult
where
    In: Data,
    Returned: Future<Output: EitherOutputs>,
{
    run(inlet, Either::<Returned::Output>::new(ok, err), function, concurrency).await
}

/// Runs a value function without outlet.
pub(crate) async fn run_sink<In, Returned>(
    inlet: Inlet<In>,
    function: impl FnMut(In) -> Returned,
    concurrency: Option<Concurrency>,
) -> StreamletResult
where
    In: Data,
    Returned: Future<Output: IntoStreamletResult>,
{
    run(inlet, Nothing, function, concurrency).await
}

/// Calls the function for each record, in order. What is sent is handed over when it is much, before a
/// call that takes its time, and at the end of a batch.
async fn run<In, Returned, E>(
    inlet: Inlet<In>,
    mut outlets: E,
    mut function: impl FnMut(In) -> Returned,
    concurrency: Option<Concurrency>,
) -> StreamletResult
where
    In: Data,
    Returned: Future,
    E: Emit<Returned::Output>,
{
    if let Some(concurrency) = concurrency {
        return run_concurrent(inlet, outlets, function, concurrency).await;
    }
    let mut inlet = Batches::new(inlet);
    while inlet.ready().await? {
        while let Some(next) = inlet.next() {
            let called = match next {
                Ok((value, at)) => {
                    let mut call = pin!(function(value));
                    let returned = match futures::poll!(call.as_mut()) {
                        Poll::Ready(returned) => returned,
                        Poll::Pending => {
                            outlets.hand_over().await;
                            inlet.publish();
                            inlet.call(call).await
                        }
                    };
                    let Some(place) = inlet.place(at) else { continue };
                    match outlets.emit(place, returned).await {
                        Ok(true) => {
                            inlet.settle(at);
                            Ok(())
                        }
                        Ok(false) => Ok(()),
                        Err(error) => Err(place.blame(error, inlet.topic())),
                    }
                }
                Err((error, _)) => Err(error),
            };
            if let Err(error) = called {
                // What came before the failure is not done again.
                outlets.hand_over().await;
                inlet.publish();
                return Err(error);
            }
        }
        outlets.hand_over().await;
    }
    Ok(())
}
