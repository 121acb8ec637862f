//! The life of a sandbox: open, run, drain.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use cloudflow_model::{Topology, VolumeMount};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::endpoints;
use super::folders::Folders;
use super::idle::IdleWatch;
use super::report::Report;
use crate::application::Application;
use crate::config::Configuration;
use crate::runner::{Instance, Outcome, Plan, Times, configure};
use crate::transport::{TopicSpec, Transport};
use crate::{StreamletError, StreamletResult};

/// How often counts are printed.
const COUNTS_EVERY: Duration = Duration::from_secs(2);

/// How often the sandbox looks whether there is anything left to do.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// A blueprint to run in this process.
pub(crate) struct Sandbox {
    pub(crate) application: Application,
    pub(crate) configuration: Configuration,
    pub(crate) transport: Arc<dyn Transport>,
    /// How often positions are committed.
    pub(crate) commit_interval: Duration,
    /// Whether to end when all is processed although servers could still receive.
    pub(crate) exit_when_idle: bool,
}

/// Everything that runs, and what stops it.
struct Running {
    tasks: JoinSet<(usize, Outcome)>,
    sources: Vec<usize>,
    /// Stops what brings records in.
    stop_sources: CancellationToken,
    /// Stops the rest.
    stop: CancellationToken,
    failure: Option<StreamletError>,
}

impl Sandbox {
    /// Runs until every source has finished and all is processed, or `stop` is cancelled.
    ///
    /// # Errors
    ///
    /// Fails when a port cannot be opened or a streamlet fails; the others are stopped in order.
    pub(crate) async fn run(
        self,
        output: &mut dyn Write,
        stop: CancellationToken,
    ) -> StreamletResult {
        let folders = Folders::new(self.application.blueprint().name);
        let ended = self.run_in(&folders, output, stop).await;
        if let Some(kept) = folders.remove_unused() {
            writeln!(output, "volumes without a folder were written to {}", kept.display())?;
        }
        ended
    }

    async fn run_in(
        &self,
        folders: &Folders,
        output: &mut dyn Write,
        stop: CancellationToken,
    ) -> StreamletResult {
        let blueprint = self.application.blueprint();
        let topology = Topology::new(blueprint);
        let plans: Vec<Plan> = (0..blueprint.instances.len())
            .map(|index| Plan::new(&self.application, &topology, index))
            .collect();
        let managed = topology.topics().iter().filter(|topic| topic.managed);
        let specs: Vec<TopicSpec> = managed.map(TopicSpec::from).collect();
        self.transport.create_topics(&specs).await?;

        let (listeners, endpoints) = endpoints::bind(&plans, &self.configuration).await?;
        let mut running = self.start(&plans, listeners, folders).await?;
        let mut report = Report::new(output);
        report.start(blueprint, &self.transport.describe(), &endpoints)?;

        self.watch(&mut running, &plans, &mut report, stop).await?;
        self.drain(&mut running, &plans).await;
        report.summary(&plans, running.failure.is_some())?;
        running.failure.map_or(Ok(()), Err)
    }

    /// Opens every instance before the first one runs, so that no record is sent before its readers
    /// have joined.
    async fn start(
        &self,
        plans: &[Plan],
        listeners: Vec<Option<tokio::net::TcpListener>>,
        folders: &Folders,
    ) -> Result<Running, StreamletError> {
        let (stop, stop_sources) = (CancellationToken::new(), CancellationToken::new());
        let times = Times { drain: self.configuration.drain_timeout, commit: self.commit_interval };
        let mut instances = Vec::new();
        for (plan, listener) in plans.iter().zip(listeners) {
            let token = if plan.is_source() { &stop_sources } else { &stop };
            let volumes = |volume: &VolumeMount<'_>| {
                folders.make(plan.instance, volume.name).map_err(StreamletError::from)
            };
            let instance = Instance::open(
                &self.application,
                plan,
                self.transport.as_ref(),
                configure(&self.configuration, plan, volumes)?,
                listener,
                token.clone(),
                times,
            );
            instances.push(instance.await?);
        }
        let mut tasks = JoinSet::new();
        for (index, instance) in instances.into_iter().enumerate() {
            tasks.spawn(async move { (index, instance.run().await) });
        }
        let sources = plans.iter().filter(|plan| plan.is_source()).map(|plan| plan.index).collect();
        Ok(Running { tasks, sources, stop_sources, stop, failure: None })
    }

    /// Returns when there is a reason to stop.
    async fn watch(
        &self,
        running: &mut Running,
        plans: &[Plan],
        report: &mut Report<'_>,
        stop: CancellationToken,
    ) -> StreamletResult {
        let mut counts = interval(COUNTS_EVERY);
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut idle = IdleWatch::default();
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                ended = running.tasks.join_next() => {
                    if running.take(ended) { return Ok(()) }
                }
                _ = counts.tick() => report.counts(plans)?,
                _ = looks.tick(), if self.exit_when_idle && running.only_servers_left(plans) => {
                    if idle.look(plans, self.transport.as_ref()).await? { return Ok(()) }
                }
            }
        }
    }

    /// Stops what brings records in, lets the rest process what is there, and stops that too.
    async fn drain(&self, running: &mut Running, plans: &[Plan]) {
        let deadline = Instant::now() + self.configuration.drain_timeout;
        running.stop_sources.cancel();
        let mut idle = IdleWatch::default();
        let mut looks = interval(LOOK_EVERY);
        while running.failure.is_none() && !running.tasks.is_empty() && Instant::now() < deadline {
            tokio::select! {
                ended = running.tasks.join_next() => { running.take(ended); }
                _ = looks.tick(), if running.sources.is_empty() => {
                    match idle.look(plans, self.transport.as_ref()).await {
                        Ok(false) => {}
                        Ok(true) => break,
                        Err(error) => running.failure = Some(error.into()),
                    }
                }
            }
        }
        running.stop.cancel();
        while let Some(ended) = running.tasks.join_next().await {
            running.take(Some(ended));
        }
    }
}

impl Running {
    /// Notes the end of an instance; returns whether that ends the sandbox.
    fn take(&mut self, ended: Option<Result<(usize, Outcome), tokio::task::JoinError>>) -> bool {
        let Some(ended) = ended else { return true };
        let failure = match ended {
            Ok((index, Outcome::Finished)) => {
                self.sources.retain(|source| *source != index);
                None
            }
            Ok((_, Outcome::Failed(error))) => Some(error),
            Err(error) => Some(error.into()),
        };
        if self.failure.is_none() {
            self.failure = failure;
        }
        self.failure.is_some() || self.sources.is_empty()
    }

    /// Returns whether every source that can finish by itself has finished.
    fn only_servers_left(&self, plans: &[Plan]) -> bool {
        let has_server = |index: &usize| plans.get(*index).is_some_and(|plan| plan.has_server);
        self.sources.iter().all(has_server)
    }
}
