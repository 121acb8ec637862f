//! `run <INSTANCE>`: what a pod does.

use std::future::Future;

use super::arguments::RunArguments;
use super::{Failure, connect, instance_name, logging, verify};
use crate::Application;
use crate::config::{Configuration, LogFormat};
use crate::pod::Pod;
use crate::shutdown::Ending;

pub(super) fn run(application: &Application, arguments: RunArguments) -> Result<(), Failure> {
    let blueprint = application.blueprint();
    let instance = instance_name::find(blueprint, &arguments.instance)?;
    connect::check()?;
    verify::check(blueprint)?;
    let RunArguments { kafka, drain_timeout, management, exit_when_finished, .. } = arguments;
    let sources = arguments.configuration.sources(kafka.as_deref(), drain_timeout.as_deref());
    let configuration = Configuration::resolve_instance(blueprint, instance, &sources)?;
    logging::start(&configuration.log, LogFormat::Json);
    block_on(async {
        let ending = Ending::default();
        ending.listen()?;
        let cluster = connect::connect(&configuration)?;
        let application = *application;
        let pod =
            Pod { application, instance, configuration, cluster, management, exit_when_finished };
        pod.run(ending).await.map_err(|error| Failure::problem(error.to_string()))
    })
}

/// Runs a future to its end, and leaves behind what its tasks still block on.
pub(super) fn block_on<F: Future<Output = Result<(), Failure>>>(future: F) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::problem(format!("cannot start threads: {error}")))?;
    let ended = runtime.block_on(future);
    // Dropping it would wait for blocking calls that nobody can interrupt, such as reading a pipe.
    runtime.shutdown_background();
    ended
}
