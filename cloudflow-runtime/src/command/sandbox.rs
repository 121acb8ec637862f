//! `sandbox`: the whole blueprint in this process.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::arguments::SandboxArguments;
use super::logging::{self, Style};
use super::{Failure, connect, run, verify};
use crate::Application;
use crate::config::Configuration;
use crate::sandbox::Sandbox;
use crate::shutdown::stop_on_signal;
use crate::transport::Transport;
use crate::transport::memory::MemoryTransport;

/// Commits cost nothing in memory, and the end is seen by what is committed.
const COMMIT_INTERVAL: Duration = Duration::from_millis(20);

pub(super) fn sandbox(
    application: &Application,
    arguments: SandboxArguments,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let SandboxArguments { kafka, configuration, exit_when_idle, drain_timeout } = arguments;
    if kafka.is_some() {
        connect::check()?;
    }
    verify::check(application.blueprint())?;
    let sources = configuration.sources(kafka.as_deref(), drain_timeout.as_deref());
    let configuration = Configuration::resolve(application.blueprint(), &sources)?;
    logging::start(Style::Text)?;
    run::block_on(async {
        let stop = CancellationToken::new();
        stop_on_signal(stop.clone())?;
        let (transport, commit_interval): (Arc<dyn Transport>, _) = match kafka {
            Some(_) => (connect::connect(&configuration)?, configuration.commit_interval),
            None => (Arc::new(MemoryTransport::new()), COMMIT_INTERVAL),
        };
        let application = *application;
        let sandbox =
            Sandbox { application, configuration, transport, commit_interval, exit_when_idle };
        let mut output = UntilClosed { output, closed: stop.clone() };
        let ended = sandbox.run(&mut output, stop).await;
        ended.map_err(|error| Failure::problem(error.to_string()))
    })
}

/// An output whose reader may leave, as in `sandbox | head`: then the sandbox stops in order.
struct UntilClosed<'a> {
    output: &'a mut dyn Write,
    closed: CancellationToken,
}

impl UntilClosed<'_> {
    fn pass<T>(&self, written: io::Result<T>, nothing: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed.cancel();
                Ok(nothing)
            }
            other => other,
        }
    }
}

impl Write for UntilClosed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes);
        self.pass(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.output.flush();
        self.pass(flushed, ())
    }
}
