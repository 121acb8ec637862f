//! What the types in streamlets and blueprints must be: the traits that error messages name.
//!
//! Nobody implements them: each holds wherever the condition in its description does. They are apart
//! from the traits that do the work so that a message says what is wrong with a type, and not what
//! the runtime needs it for.

use cloudflow_model::{Descriptor, Schema};

use crate::avro::{AvroRecord, AvroType};
use crate::data::Data;
use crate::{Failure, IntoStreamletResult, Outputs, RunStreamlet, Streamlet, ToKey};

/// What flows through a port: a record, or `Option` of one, whose `None` is a tombstone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record",
    label = "must be a record",
    note = "put `#[derive(AvroRecord)]` on its definition"
)]
pub trait IsData {
    /// The schema that the port declares.
    const SCHEMA: &'static Schema<'static>;
    /// Whether tombstones go through it.
    const TAKES_TOMBSTONES: bool;
}

#[diagnostic::do_not_recommend]
impl<D: Data> IsData for D {
    const SCHEMA: &'static Schema<'static> = <D::Record as AvroType>::SCHEMA;
    const TAKES_TOMBSTONES: bool = <D as Data>::TAKES_TOMBSTONES;
}

/// A record, which is a type with `#[derive(AvroRecord)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record",
    label = "must be a record",
    note = "put `#[derive(AvroRecord)]` on its definition"
)]
pub trait IsRecord {
    /// The schema that the port declares.
    const SCHEMA: &'static Schema<'static>;
}

#[diagnostic::do_not_recommend]
impl<T: AvroRecord> IsRecord for T {
    const SCHEMA: &'static Schema<'static> = <T as AvroType>::SCHEMA;
}

/// What a value function returns: a record, or several, such as an `Option` or a `Vec` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record",
    label = "must be a record",
    note = "put `#[derive(AvroRecord)]` on its definition, or return an `Option`, a `Vec`, an array or an iterator of records"
)]
pub trait HasRecords {
    /// The record.
    type Item;
    /// The schema that the outlet declares.
    const SCHEMA: &'static Schema<'static>;
}

#[diagnostic::do_not_recommend]
impl<O: Outputs> HasRecords for O {
    type Item = O::Item;
    const SCHEMA: &'static Schema<'static> = <O::Item as AvroType>::SCHEMA;
}

/// With what a value function fails: an error, or a record where it has an outlet of its own.
#[diagnostic::on_unimplemented(
    message = "a streamlet cannot fail with `{Self}`, which is not an error",
    label = "must be an error",
    note = "implement `std::error::Error` for it, or write `#[streamlet(outlets(valid, invalid))]` to send it, a record, to an outlet of its own"
)]
pub trait IsFailure {
    /// Evaluates where the bound holds.
    const CHECKED: () = ();
}

#[diagnostic::do_not_recommend]
impl<E: Failure> IsFailure for E {}

/// With what a function without records to reject fails: an error.
#[diagnostic::on_unimplemented(
    message = "a streamlet cannot fail with `{Self}`, which is not an error",
    label = "must be an error",
    note = "implement `std::error::Error` for it"
)]
pub trait IsError {
    /// Evaluates where the bound holds.
    const CHECKED: () = ();
}

#[diagnostic::do_not_recommend]
impl<E: Failure> IsError for E {}

/// A `Result` under another name, whose error no macro can see.
#[diagnostic::on_unimplemented(
    message = "a streamlet cannot fail like `{Self}`",
    label = "must be a `Result` with an error",
    note = "its error must implement `std::error::Error`"
)]
pub trait CanFail {
    /// Evaluates where the bound holds.
    const CHECKED: () = ();
}

#[diagnostic::do_not_recommend]
impl<T, E: Failure> CanFail for Result<T, E> {}

/// What a function over streams returns: nothing, or a `Result` of nothing.
#[diagnostic::on_unimplemented(
    message = "a streamlet with ports cannot return `{Self}`",
    label = "must be `StreamletResult`",
    note = "return `StreamletResult`, and send records to an `Outlet`"
)]
pub trait CanReturn {
    /// Evaluates where the bound holds.
    const CHECKED: () = ();
}

#[diagnostic::do_not_recommend]
impl<R: IntoStreamletResult> CanReturn for R {}

/// What the key of a record can be; see [`ToKey`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a record",
    label = "must be a key",
    note = "keys are text, integers, `bool`, `Uuid`, `Bytes`, and tuples of those"
)]
pub trait IsKey {
    /// Appends the key to the buffer.
    fn write(&self, buffer: &mut Vec<u8>);
}

#[diagnostic::do_not_recommend]
impl<K: ToKey + ?Sized> IsKey for K {
    fn write(&self, buffer: &mut Vec<u8>) {
        self.write_key(buffer);
    }
}

/// What the closure of a key takes: a reference to the record of the outlet.
#[diagnostic::on_unimplemented(
    message = "the key is made of `{Self}`, and the outlet carries `{R}`",
    label = "must be `&{R}`"
)]
pub trait IsKeyed<'a, R> {
    /// Returns the record.
    fn of(record: &'a R) -> Self;
}

#[diagnostic::do_not_recommend]
impl<'a, R> IsKeyed<'a, R> for &'a R {
    fn of(record: &'a R) -> Self {
        record
    }
}

/// What an instance of a blueprint runs: a function with `#[streamlet]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a streamlet",
    label = "must be a streamlet",
    note = "put `#[streamlet]` on the function of this name; a type between `<` and `>` must be a record"
)]
pub trait IsStreamlet {
    /// What it declares.
    const DESCRIPTOR: &'static Descriptor<'static>;
    /// What it declares, as far as the types of its ports do not matter.
    const OUTLINE: &'static Descriptor<'static>;
    /// What runs it.
    const RUN: RunStreamlet;
}

#[diagnostic::do_not_recommend]
impl<S: Streamlet> IsStreamlet for S {
    const DESCRIPTOR: &'static Descriptor<'static> = S::DESCRIPTOR;
    const OUTLINE: &'static Descriptor<'static> = S::OUTLINE;
    const RUN: RunStreamlet = S::run;
}
