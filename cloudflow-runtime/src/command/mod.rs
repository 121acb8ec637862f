//! The command line of an application's binary: what stands behind `APPLICATION.main()`.
//!
//! Each command is a file that writes to a `dyn Write` and returns a [`Failure`]; only
//! [`Application::main`] knows the process.

mod arguments;
mod connect;
mod create;
mod describe;
mod dispatch;
mod explain;
mod failure;
mod graph;
mod instance_name;
mod list;
mod lock;
mod logging;
mod mistake;
mod release;
mod run;
mod sandbox;
mod topics;
mod verify;
mod versions;

#[cfg(test)]
pub(crate) mod tests;

use std::process::ExitCode;
use std::{env, io};

use failure::Failure;

use crate::Application;

impl Application {
    /// Runs the command that the process was started with: all that a `main` function needs.
    ///
    /// | command | what it does |
    /// |---|---|
    /// | `sandbox`, the default | runs the whole blueprint in this process, on the embedded log or with `--kafka` on a broker |
    /// | `run <INSTANCE>` | runs one instance on Kafka: what a pod does |
    /// | `describe` | prints the blueprint as JSON, with every schema |
    /// | `verify` | checks the blueprint and the configuration |
    /// | `graph` | draws the blueprint: `--format ascii`, `mermaid` or `dot` |
    /// | `topics` | lists the topics; `topics create` creates them on Kafka |
    /// | `explain CF07` | says what a rule means, with a wrong and a right example; without a rule lists them |
    /// | `release` | writes `blueprint.lock` and `schemas.lock`, which later versions are compared with |
    ///
    /// `--help` tells the options of each. The exit code is 0 when all is well, 1 when something is
    /// wrong or fails, and 2 when the command line cannot be understood.
    pub fn main(&self) -> ExitCode {
        // Without a lock: streamlets may print as well.
        let code = dispatch::dispatch(self, env::args_os(), &mut io::stdout(), &mut io::stderr());
        ExitCode::from(code)
    }
}
