//! The contract of a streamlet, which `#[streamlet]` implements.

use cloudflow_model::Descriptor;
use futures::future::BoxFuture;

use crate::{Context, StreamletResult};

/// A processing step with typed ports.
///
/// `#[streamlet]` writes the implementation; write one by hand only where a macro cannot know the
/// ports.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a streamlet",
    label = "must be a streamlet",
    note = "put `#[streamlet]` on the function of this name; a type between `<` and `>` must be a record"
)]
pub trait Streamlet {
    /// What it declares: ports, configuration, volumes and server.
    const DESCRIPTOR: &'static Descriptor<'static>;

    /// The same, maybe without the schemas of its ports: what is known where a type is no record yet,
    /// so that names are checked all the same. [`DESCRIPTOR`](Self::DESCRIPTOR) by default.
    const OUTLINE: &'static Descriptor<'static> = Self::DESCRIPTOR;

    /// Runs it until its inlets end or the application stops.
    fn run(context: Context) -> BoxFuture<'static, StreamletResult>;
}

/// What an asynchronous streamlet or one without outlet may return: nothing, or a result whose error
/// converts into a [`StreamletError`](crate::StreamletError).
#[diagnostic::on_unimplemented(
    message = "a streamlet cannot return `{Self}`",
    label = "must be `StreamletResult`",
    note = "return `StreamletResult`, or nothing"
)]
pub trait IntoStreamletResult {
    /// Converts it.
    fn into_streamlet_result(self) -> StreamletResult;
}

impl IntoStreamletResult for () {
    fn into_streamlet_result(self) -> StreamletResult {
        Ok(())
    }
}

impl<E: Into<crate::StreamletError>> IntoStreamletResult for Result<(), E> {
    fn into_streamlet_result(self) -> StreamletResult {
        self.map_err(Into::into)
    }
}
