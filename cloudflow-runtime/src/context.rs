//! What a streamlet is given when it runs.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::StreamletError;
use crate::config::{ConfigValue, InstanceConfiguration};
use crate::data::Data;
use crate::port::{Inlet, Outlet, RawInlet, RawOutlet, Stop};

/// The surroundings of a running streamlet: its ports, configuration and volumes.
///
/// Generated code takes the parameters of the function out of it. A streamlet may also take it whole,
/// as a parameter of this type.
pub struct Context {
    pub(crate) instance: &'static str,
    pub(crate) inlets: BTreeMap<&'static str, RawInlet>,
    pub(crate) outlets: BTreeMap<&'static str, RawOutlet>,
    pub(crate) configuration: InstanceConfiguration,
    pub(crate) listener: Option<TcpListener>,
    /// Cancelled when the instance is taken out of its Service: at the latest with `stop`.
    pub(crate) leaving: CancellationToken,
    pub(crate) stop: Stop,
}

/// What an instance is given that serves.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) listener: TcpListener,
    pub(crate) leaving: CancellationToken,
}

impl Context {
    /// Returns the name of the instance in the blueprint.
    pub fn instance(&self) -> &str {
        self.instance
    }

    /// Takes an inlet.
    ///
    /// # Errors
    ///
    /// Fails when the streamlet has no such inlet, or it was taken before.
    pub fn inlet<T: Data>(&mut self, name: &str) -> Result<Inlet<T>, StreamletError> {
        let raw = self.inlets.remove(name).ok_or_else(|| self.missing("inlet", name))?;
        Ok(Inlet::new(raw))
    }

    /// Returns an outlet.
    ///
    /// # Errors
    ///
    /// Fails when the streamlet has no such outlet.
    pub fn outlet<T: Data>(&mut self, name: &str) -> Result<Outlet<T>, StreamletError> {
        let raw = self.outlets.get(name).cloned().ok_or_else(|| self.missing("outlet", name))?;
        Ok(Outlet::new(raw))
    }

    /// Returns the value of a configuration parameter.
    ///
    /// # Errors
    ///
    /// Fails when the streamlet has no such parameter, or of another type.
    pub fn config<V: ConfigValue>(&self, key: &str) -> Result<V, StreamletError> {
        Ok(self.configuration.get(key)?)
    }

    /// Returns the directory at which a volume is mounted.
    ///
    /// # Errors
    ///
    /// Fails when the streamlet has no such volume.
    pub fn volume(&self, name: &str) -> Result<PathBuf, StreamletError> {
        let path = self.configuration.volume(name);
        path.ok_or_else(|| self.missing("volume", name))
    }

    /// Takes the listener of the streamlet's server port.
    ///
    /// # Errors
    ///
    /// Fails when the streamlet declares no server, or the listener was taken before.
    pub fn listener(&mut self) -> Result<TcpListener, StreamletError> {
        self.listener.take().ok_or_else(|| self.missing("server", "listener"))
    }

    /// Waits until the application stops: the end of a source that waits for something else than its
    /// outlet.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        self.stop.token().clone().cancelled_owned()
    }

    /// Returns a handle that waits for the end of the application, for tasks that outlive a borrow.
    pub fn stopping(&self) -> impl Future<Output = ()> + Send + 'static + use<> {
        self.stop.token().clone().cancelled_owned()
    }

    /// Waits until the pod is taken out of its Service, which comes `shutdown_delay` before the stop.
    ///
    /// A server goes on accepting connections until the stop, and from here on answers each request
    /// with `Connection: close`, so that its clients go to other pods. Where there is no Service, as in
    /// the sandbox, this is the same as [`stopping`](Self::stopping).
    pub fn leaving(&self) -> impl Future<Output = ()> + Send + 'static + use<> {
        self.leaving.clone().cancelled_owned()
    }

    fn missing(&self, what: &str, name: &str) -> StreamletError {
        StreamletError::new(format!("instance `{}` has no {what} `{name}`", self.instance))
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Context").field("instance", &self.instance).finish_non_exhaustive()
    }
}
