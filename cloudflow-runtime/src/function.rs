//! Value functions as streamlets: what they may return, and the loop around them.

use futures::{SinkExt, TryStreamExt};

use crate::avro::AvroRecord;
use crate::record::Metadata;
use crate::streamlet::IntoStreamletResult;
use crate::{Inlet, Outlet, StreamletError, StreamletResult};

/// What a value function with one outlet may return: a record, none or one (`Option`), several (`Vec`,
/// an array), or one of these or a failure (`Result`).
///
/// A failure stops the streamlet. It is told from two outlets by its type alone: the error of a
/// `Result` here has to be an error, never a record.
#[diagnostic::on_unimplemented(
    message = "a streamlet cannot return `{Self}`",
    label = "not a record, and nothing that holds records",
    note = "return a record, or `Option`, `Vec` or an array of records; a record has `#[derive(AvroRecord)]`"
)]
pub trait Outputs: Send {
    /// The record.
    type Item: AvroRecord;

    /// Returns the records to send, or the failure.
    ///
    /// # Errors
    ///
    /// Returns the error of the function.
    fn into_outputs(self) -> Result<impl Iterator<Item = Self::Item> + Send, StreamletError>;
}

impl<T: AvroRecord> Outputs for T {
    type Item = T;

    fn into_outputs(self) -> Result<impl Iterator<Item = T> + Send, StreamletError> {
        Ok(std::iter::once(self))
    }
}

impl<T: AvroRecord> Outputs for Option<T> {
    type Item = T;

    fn into_outputs(self) -> Result<impl Iterator<Item = T> + Send, StreamletError> {
        Ok(self.into_iter())
    }
}

impl<T: AvroRecord> Outputs for Vec<T> {
    type Item = T;

    fn into_outputs(self) -> Result<impl Iterator<Item = T> + Send, StreamletError> {
        Ok(self.into_iter())
    }
}

impl<T: AvroRecord, const N: usize> Outputs for [T; N] {
    type Item = T;

    fn into_outputs(self) -> Result<impl Iterator<Item = T> + Send, StreamletError> {
        Ok(self.into_iter())
    }
}

impl<O: Outputs, E: Failure> Outputs for Result<O, E> {
    type Item = O::Item;

    fn into_outputs(self) -> Result<impl Iterator<Item = O::Item> + Send, StreamletError> {
        self.map_err(Failure::into_streamlet_error)?.into_outputs()
    }
}

/// The error of a streamlet that fails: anything that converts into a [`StreamletError`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error, so a streamlet cannot fail with it",
    label = "not an error",
    note = "for two outlets write `#[streamlet(outlets(valid, invalid))]`; for a failure use an error type or `StreamletError`"
)]
pub trait Failure: Send {
    /// Converts it.
    fn into_streamlet_error(self) -> StreamletError;
}

impl<E: Into<StreamletError> + Send> Failure for E {
    fn into_streamlet_error(self) -> StreamletError {
        self.into()
    }
}

/// What a value function with two outlets returns: `Result<A, B>`, where `Ok` goes to the first outlet
/// and `Err` to the second; or that in a `Result` that can fail.
#[diagnostic::on_unimplemented(
    message = "a streamlet with two outlets cannot return `{Self}`",
    label = "must be `Result<A, B>`, both records",
    note = "`Ok` goes to the first outlet, `Err` to the second; both have `#[derive(AvroRecord)]`"
)]
pub trait EitherOutputs: Send {
    /// The record of the first outlet.
    type Ok: AvroRecord;
    /// The record of the second outlet.
    type Err: AvroRecord;

    /// Returns the record to send, or the failure.
    ///
    /// # Errors
    ///
    /// Returns the failure of the function.
    fn into_either(self) -> Result<Result<Self::Ok, Self::Err>, StreamletError>;
}

impl<A: AvroRecord, B: AvroRecord> EitherOutputs for Result<A, B> {
    type Ok = A;
    type Err = B;

    fn into_either(self) -> Result<Self, StreamletError> {
        Ok(self)
    }
}

impl<A: AvroRecord, B: AvroRecord, E: Failure> EitherOutputs for Result<Result<A, B>, E> {
    type Ok = A;
    type Err = B;

    fn into_either(self) -> Result<Result<A, B>, StreamletError> {
        self.map_err(Failure::into_streamlet_error)
    }
}

/// Runs a value function with one outlet.
pub(crate) async fn run_value<In, Out, Returned>(
    mut inlet: Inlet<In>,
    mut outlet: Outlet<Out>,
    mut function: impl FnMut(In) -> Returned,
) -> StreamletResult
where
    In: AvroRecord,
    Out: AvroRecord,
    Returned: Future<Output: Outputs<Item = Out>>,
{
    while let Some(record) = inlet.try_next().await? {
        let (value, metadata) = record.into_parts();
        let outputs = function(value).await.into_outputs();
        let outputs = outputs.map_err(|error| at(error, &inlet, &metadata))?;
        send_all(&mut outlet, metadata, outputs).await?;
    }
    outlet.flush().await
}

/// Runs a value function with one outlet that returns an iterator.
pub(crate) async fn run_iterator<In, Out, Returned>(
    mut inlet: Inlet<In>,
    mut outlet: Outlet<Out>,
    mut function: impl FnMut(In) -> Returned,
) -> StreamletResult
where
    In: AvroRecord,
    Out: AvroRecord,
    Returned: Future<Output: IntoIterator<Item = Out>>,
{
    while let Some(record) = inlet.try_next().await? {
        let (value, metadata) = record.into_parts();
        let outputs = function(value).await.into_iter();
        send_all(&mut outlet, metadata, outputs).await?;
    }
    outlet.flush().await
}

/// Runs a value function with two outlets: `Ok` goes to the first, `Err` to the second.
pub(crate) async fn run_either<In, Good, Bad, Returned>(
    mut inlet: Inlet<In>,
    mut ok: Outlet<Good>,
    mut err: Outlet<Bad>,
    mut function: impl FnMut(In) -> Returned,
) -> StreamletResult
where
    In: AvroRecord,
    Good: AvroRecord,
    Bad: AvroRecord,
    Returned: Future<Output: EitherOutputs<Ok = Good, Err = Bad>>,
{
    while let Some(record) = inlet.try_next().await? {
        let (value, metadata) = record.into_parts();
        let either = function(value).await.into_either();
        match either.map_err(|error| at(error, &inlet, &metadata))? {
            Ok(value) => ok.feed(metadata.into_record(value)).await?,
            Err(value) => err.feed(metadata.into_record(value)).await?,
        }
    }
    ok.flush().await?;
    err.flush().await
}

/// Runs a value function without outlet.
pub(crate) async fn run_sink<In, Returned>(
    mut inlet: Inlet<In>,
    mut function: impl FnMut(In) -> Returned,
) -> StreamletResult
where
    In: AvroRecord,
    Returned: Future<Output: IntoStreamletResult>,
{
    while let Some(record) = inlet.try_next().await? {
        let (value, metadata) = record.into_parts();
        let result = function(value).await.into_streamlet_result();
        result.map_err(|error| at(error, &inlet, &metadata))?;
    }
    Ok(())
}

/// Sends what came of one record. Each carries the origin; the metadata keeps it until the last.
async fn send_all<T: AvroRecord>(
    outlet: &mut Outlet<T>,
    metadata: Metadata,
    outputs: impl Iterator<Item = T>,
) -> StreamletResult {
    for value in outputs {
        outlet.feed(metadata.derive(value)).await?;
    }
    Ok(())
}

fn at<T>(error: StreamletError, inlet: &Inlet<T>, metadata: &Metadata) -> StreamletError {
    match metadata.place() {
        Some((partition, offset)) => error.context(format!(
            "the record at topic `{}`, partition {partition}, offset {offset}",
            inlet.topic()
        )),
        None => error,
    }
}
