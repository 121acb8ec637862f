//! An application: a blueprint together with the code of its streamlets.

use cloudflow_model::Blueprint;
use futures::future::BoxFuture;

use crate::{Context, StreamletResult};

/// Starts a streamlet.
pub type RunStreamlet = fn(Context) -> BoxFuture<'static, StreamletResult>;

/// What `blueprint!` makes: the compiled graph, and for each instance the code that runs it.
#[derive(Clone, Copy, Debug)]
pub struct Application {
    blueprint: &'static Blueprint<'static>,
    streamlets: &'static [RunStreamlet],
    version: Option<&'static str>,
}

impl Application {
    /// Puts a blueprint and the code of its instances together, in the same order.
    pub const fn new(
        blueprint: &'static Blueprint<'static>,
        streamlets: &'static [RunStreamlet],
    ) -> Self {
        Self { blueprint, streamlets, version: None }
    }

    /// Gives the application the version that `--version` shows: `env!("CARGO_PKG_VERSION")` in the
    /// package of the binary, which neither this crate nor that of the blueprint can know.
    #[must_use]
    pub const fn with_version(mut self, version: &'static str) -> Self {
        self.version = Some(version);
        self
    }

    /// Returns the graph.
    pub const fn blueprint(&self) -> &'static Blueprint<'static> {
        self.blueprint
    }

    pub(crate) const fn version(&self) -> Option<&'static str> {
        self.version
    }

    pub(crate) fn runner(&self, instance: usize) -> Option<RunStreamlet> {
        self.streamlets.get(instance).copied()
    }
}
