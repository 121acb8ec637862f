//! What value functions may return.

use crate::StreamletError;
use crate::avro::AvroRecord;

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
