//! The doors that generated code goes through, built so that one mistake stays one error.
//!
//! A descriptor states that a type is a record, in one place and on the user's tokens. The code that
//! runs the streamlet would state it again at every call, and rustc would repeat the error there. So
//! each door exists twice: on the checked type, for records, and on [`Unchecked`], which method
//! lookup reaches by dereferencing only when the bound does not hold. The unchecked door never
//! becomes code: the descriptor has already failed to compile.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;

use cloudflow_model::rules::line;

use crate::avro::AvroRecord;
use crate::bounds::IsStreamlet;
use crate::concurrency::Concurrency;
use crate::data::Data;
use crate::function::{run_either, run_iterator, run_sink, run_value};
use crate::{
    Context, EitherOutputs, Inlet, IntoStreamletResult, Outlet, Outputs, StreamletError,
    StreamletResult,
};

/// The doors without their bounds; see the module.
pub struct Unchecked<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for Unchecked<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Unchecked")
    }
}

/// A port for records of type `T`.
#[derive(Debug)]
pub struct Port<T> {
    name: &'static str,
    unchecked: Unchecked<T>,
}

impl<T> Port<T> {
    /// Names the port.
    pub const fn new(name: &'static str) -> Self {
        Self { name, unchecked: Unchecked(PhantomData) }
    }
}

impl<T> Deref for Port<T> {
    type Target = Unchecked<T>;

    fn deref(&self) -> &Unchecked<T> {
        &self.unchecked
    }
}

impl<T: Data> Port<T> {
    /// Opens an inlet.
    pub fn inlet(&self, context: &mut Context) -> Result<Inlet<T>, StreamletError> {
        context.inlet(self.name)
    }

    /// Opens an outlet.
    pub fn outlet(&self, context: &mut Context) -> Result<Outlet<T>, StreamletError> {
        context.outlet(self.name)
    }

    /// Opens an outlet whose records have keys.
    pub fn keyed_outlet(
        &self,
        context: &mut Context,
        key: impl Fn(&T::Record, &mut Vec<u8>) + Send + Sync + 'static,
    ) -> Result<Outlet<T>, StreamletError> {
        Ok(context.outlet(self.name)?.key_by(key))
    }
}

/// The outlet of a value function that returns `O`.
#[derive(Debug)]
pub struct ValuePort<O> {
    name: &'static str,
    unchecked: Unchecked<O>,
}

impl<O> ValuePort<O> {
    /// Names the outlet.
    pub const fn new(name: &'static str) -> Self {
        Self { name, unchecked: Unchecked(PhantomData) }
    }
}

impl<O> Deref for ValuePort<O> {
    type Target = Unchecked<O>;

    fn deref(&self) -> &Unchecked<O> {
        &self.unchecked
    }
}

impl<O: Outputs> ValuePort<O> {
    /// Opens the outlet.
    pub fn outlet(&self, context: &mut Context) -> Result<Outlet<O::Item>, StreamletError> {
        context.outlet(self.name)
    }

    /// Opens the outlet; its records have keys.
    pub fn keyed_outlet(
        &self,
        context: &mut Context,
        key: impl Fn(&O::Item, &mut Vec<u8>) + Send + Sync + 'static,
    ) -> Result<Outlet<O::Item>, StreamletError> {
        Ok(context.outlet(self.name)?.key_by(key))
    }
}

/// A value function from `I` to `R`.
#[derive(Debug)]
pub struct Logic<I, R> {
    concurrency: Option<Concurrency>,
    unchecked: Unchecked<(I, R)>,
}

impl<I, R> Logic<I, R> {
    /// Names the types.
    #[expect(clippy::new_without_default, reason = "only generated code makes one")]
    pub const fn new() -> Self {
        Self { concurrency: None, unchecked: Unchecked(PhantomData) }
    }

    /// Lets calls of the function overlap.
    #[must_use]
    pub const fn concurrent(self, concurrency: Concurrency) -> Self {
        Self { concurrency: Some(concurrency), ..self }
    }
}

impl<I, R> Deref for Logic<I, R> {
    type Target = Unchecked<(I, R)>;

    fn deref(&self) -> &Unchecked<(I, R)> {
        &self.unchecked
    }
}

impl<I: Data, R: Outputs> Logic<I, R> {
    /// Sends what the function returns.
    pub async fn value<F>(
        &self,
        inlet: Inlet<I>,
        outlet: Outlet<R::Item>,
        function: impl FnMut(I) -> F,
    ) -> StreamletResult
    where
        F: Future<Output = R>,
    {
        run_value(inlet, outlet, function, self.concurrency).await
    }
}

impl<I: Data, R: AvroRecord> Logic<I, R> {
    /// Sends what the iterators yield that the function returns.
    pub async fn iterator<F>(
        &self,
        inlet: Inlet<I>,
        outlet: Outlet<R>,
        function: impl FnMut(I) -> F,
    ) -> StreamletResult
    where
        F: Future<Output: IntoIterator<Item = R>>,
    {
        run_iterator(inlet, outlet, function, self.concurrency).await
    }
}

impl<I: Data, R: EitherOutputs> Logic<I, R> {
    /// Sends `Ok` and `Err` to an outlet each.
    pub async fn either<F>(
        &self,
        inlet: Inlet<I>,
        ok: Outlet<R::Ok>,
        err: Outlet<R::Err>,
        function: impl FnMut(I) -> F,
    ) -> StreamletResult
    where
        F: Future<Output = R>,
    {
        run_either(inlet, ok, err, function, self.concurrency).await
    }
}

impl<I: Data, R: IntoStreamletResult> Logic<I, R> {
    /// Sends nothing.
    pub async fn sink<F>(&self, inlet: Inlet<I>, function: impl FnMut(I) -> F) -> StreamletResult
    where
        F: Future<Output = R>,
    {
        run_sink(inlet, function, self.concurrency).await
    }
}

impl<R: IntoStreamletResult> Logic<(), R> {
    /// Ends a function over streams.
    pub fn finish(&self, returned: R) -> StreamletResult {
        returned.into_streamlet_result()
    }
}

/// What stands behind every unchecked door. Only a use of the door, which rustc refuses for its bound
/// already, evaluates the constant: so it has to depend on the type.
struct Never<T>(PhantomData<T>);

impl<T> Never<T> {
    const REACHED: Infallible =
        panic!("the descriptor of this streamlet states a bound that does not hold");
}

impl<T> Unchecked<T> {
    /// See [`Port::inlet`].
    pub fn inlet(&self, _: &mut Context) -> Result<Inlet<T>, StreamletError> {
        match Never::<T>::REACHED {}
    }

    /// See [`Port::outlet`].
    pub fn outlet(&self, _: &mut Context) -> Result<Outlet<T>, StreamletError> {
        match Never::<T>::REACHED {}
    }

    /// See [`Port::keyed_outlet`].
    pub fn keyed_outlet<K>(&self, _: &mut Context, _: K) -> Result<Outlet<T>, StreamletError> {
        match Never::<T>::REACHED {}
    }
}

#[expect(clippy::unused_async, reason = "the shape of the checked doors")]
impl<I, R> Unchecked<(I, R)> {
    /// See [`Logic::value`].
    pub async fn value<O, F>(&self, _: Inlet<I>, _: O, _: impl FnMut(I) -> F) -> StreamletResult {
        match Never::<(I, R)>::REACHED {}
    }

    /// See [`Logic::iterator`].
    pub async fn iterator<O, F>(
        &self,
        _: Inlet<I>,
        _: O,
        _: impl FnMut(I) -> F,
    ) -> StreamletResult {
        match Never::<(I, R)>::REACHED {}
    }

    /// See [`Logic::either`].
    pub async fn either<A, B, F>(
        &self,
        _: Inlet<I>,
        _: A,
        _: B,
        _: impl FnMut(I) -> F,
    ) -> StreamletResult {
        match Never::<(I, R)>::REACHED {}
    }

    /// See [`Logic::finish`].
    pub fn finish(&self, _: R) -> StreamletResult {
        match Never::<(I, R)>::REACHED {}
    }

    /// See [`Logic::sink`].
    pub async fn sink<F>(&self, _: Inlet<I>, _: impl FnMut(I) -> F) -> StreamletResult {
        match Never::<(I, R)>::REACHED {}
    }
}

/// Judges the schemas of a connection from a port of one streamlet to a port of another, each the name
/// of an instance and its own.
///
/// The descriptors are looked at in here, so that a schema that does not compile leaves the caller's
/// other calls alone.
#[track_caller]
pub const fn schemas<From: IsStreamlet, To: IsStreamlet>(from: (&str, &str), to: (&str, &str)) {
    line::schemas((from.0, From::DESCRIPTOR, from.1), (to.0, To::DESCRIPTOR, to.1));
}
