//! What becomes of what a value function returns.

use std::marker::PhantomData;

use super::outputs::{EitherOutputs, Outputs};
use crate::avro::AvroRecord;
use crate::port::{Place, Writer};
use crate::streamlet::IntoStreamletResult;
use crate::{Outlet, StreamletError};

/// Sends what a function returned for a record.
pub(super) trait Emit<Returned> {
    /// Sends it. Returns whether the record's own part is still to be settled: nothing was sent of it.
    ///
    /// # Errors
    ///
    /// Returns the failure of the function.
    async fn emit(&mut self, of: Place<'_>, returned: Returned) -> Result<bool, StreamletError>;

    /// Hands over what was sent, as soon as there is room.
    async fn hand_over(&mut self);
}

/// One outlet, for functions that return records.
pub(super) struct One<T>(Writer<T>);

impl<T: AvroRecord> One<T> {
    pub(super) fn new(outlet: Outlet<T>) -> Self {
        Self(Writer::new(outlet))
    }

    /// Sends what came of one record. The first takes the record's own part, each other one adds one.
    async fn send_all(&mut self, of: Place<'_>, outputs: impl Iterator<Item = T>) -> bool {
        let Place { batch, at, .. } = of;
        let mut count = 0;
        let mut is_held = false;
        for value in outputs {
            if count > 0 {
                batch.hold(at);
            }
            count += 1;
            if self.0.push(of, &value) {
                // What is handed over may be acknowledged before the next one counts.
                if !is_held {
                    batch.hold(at);
                    is_held = true;
                }
                self.0.hand_over().await;
            }
        }
        count == 0 || is_held
    }
}

impl<O: Outputs> Emit<O> for One<O::Item> {
    async fn emit(&mut self, of: Place<'_>, returned: O) -> Result<bool, StreamletError> {
        Ok(self.send_all(of, returned.into_outputs()?).await)
    }

    async fn hand_over(&mut self) {
        self.0.hand_over().await;
    }
}

/// One outlet, for functions that return an iterator.
pub(super) struct Iterated<T>(pub(super) One<T>);

impl<T: AvroRecord, I: IntoIterator<Item = T>> Emit<I> for Iterated<T> {
    async fn emit(&mut self, of: Place<'_>, returned: I) -> Result<bool, StreamletError> {
        Ok(self.0.send_all(of, returned.into_iter()).await)
    }

    async fn hand_over(&mut self) {
        self.0.0.hand_over().await;
    }
}

/// Two outlets: `Ok` goes to the first, `Err` to the second.
pub(super) struct Either<R: EitherOutputs> {
    ok: Writer<R::Ok>,
    err: Writer<R::Err>,
    returned: PhantomData<fn() -> R>,
}

impl<R: EitherOutputs> Either<R> {
    pub(super) fn new(ok: Outlet<R::Ok>, err: Outlet<R::Err>) -> Self {
        Self { ok: Writer::new(ok), err: Writer::new(err), returned: PhantomData }
    }
}

impl<R: EitherOutputs> Emit<R> for Either<R> {
    async fn emit(&mut self, of: Place<'_>, returned: R) -> Result<bool, StreamletError> {
        let is_full = match &returned.into_either()? {
            Ok(value) => self.ok.push(of, value),
            Err(value) => self.err.push(of, value),
        };
        if is_full {
            self.hand_over().await;
        }
        Ok(false)
    }

    async fn hand_over(&mut self) {
        self.ok.hand_over().await;
        self.err.hand_over().await;
    }
}

/// No outlet.
pub(super) struct Nothing;

impl<R: IntoStreamletResult> Emit<R> for Nothing {
    async fn emit(&mut self, _: Place<'_>, returned: R) -> Result<bool, StreamletError> {
        returned.into_streamlet_result().map(|()| true)
    }

    async fn hand_over(&mut self) {}
}
