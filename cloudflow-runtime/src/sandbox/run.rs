//! The life of a sandbox: open, run, drain.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use cloudflow_model::{Topology, VolumeMount};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::endpoints;
use super::folders::Folders;
use super::idle::IdleWatch;
use super::report::Report;
use super::running::{InstanceRun, Running};
use crate::application::Application;
use crate::config::Configuration;
use crate::context::Serving;
use crate::port::Stop;
use crate::runner::{Instance, Plan, Times, configure};
use crate::transport::{Cluster, TopicSpec};
use crate::{StreamletError, StreamletResult};

/// How often counts are printed.
const COUNTS_EVERY: Duration = Duration::from_secs(2);

/// How often the sandbox looks whether there is anything left to do.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How long instances have that did not end in time, to end without having processed all.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// A blueprint to run in this process.
pub(crate) struct Sandbox {
    pub(crate) application: Application,
    pub(crate) configuration: Configuration,
    pub(crate) cluster: Arc<dyn Cluster>,
    /// Whether what is not processed is still there at the next start.
    pub(crate) is_durable: bool,
    /// How often positions are committed.
    pub(crate) commit_interval: Duration,
    /// Whether to end when all is processed although servers could still receive.
    pub(crate) exit_when_idle: bool,
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
        self.cluster.admin().create_topics(&specs).await?;

        let (listeners, endpoints) = endpoints::bind(&plans, &self.configuration).await?;
        let mut running = self.start(&plans, listeners, folders).await?;
        let mut report = Report::new(output);
        report.start(blueprint, &self.cluster.admin().describe(), &endpoints)?;

        self.watch(&mut running, &plans, &mut report, stop).await?;
        self.drain(&mut running).await?;
        report.summary(&plans, running.failure.is_some())?;
        running.failure.map_or(Ok(()), Err)
    }

    /// Opens every instance before the first one runs, so that no record is sent before its readers
    /// have joined.
    async fn start<'a>(
        &'a self,
        plans: &'a [Plan],
        listeners: Vec<Option<tokio::net::TcpListener>>,
        folders: &Folders,
    ) -> Result<Running<'a>, StreamletError> {
        let times = Times {
            drain: self.configuration.drain_timeout,
            commit: self.commit_interval,
            ..Times::of(&self.configuration)
        };
        let mut running = Running::new(plans, self.cluster.admin());
        let mut opened = Vec::new();
        for (plan, listener) in plans.iter().zip(listeners) {
            let stop = Stop::default();
            let volumes = |volume: &VolumeMount<'_>| {
                folders.make(plan.instance, volume.name).map_err(StreamletError::from)
            };
            // No Service sends requests here, so there is none to be taken out of.
            let serving =
                listener.map(|listener| Serving { listener, leaving: stop.token().clone() });
            let instance = Instance::open(
                &self.application,
                plan,
                self.cluster.as_ref(),
                configure(&self.configuration, plan, volumes)?,
                serving,
                stop.clone(),
                times,
            );
            let instance = instance.await?;
            let watching = instance.watching();
            running.instances.push(InstanceRun { watching, stop, has_ended: false });
            opened.push(instance);
        }
        for (index, instance) in opened.into_iter().enumerate() {
            running.tasks.spawn(async move { (index, instance.run().await) });
        }
        Ok(running)
    }

    /// Returns when there is a reason to stop, or nothing runs any more.
    async fn watch(
        &self,
        running: &mut Running<'_>,
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
                    let Some(ended) = ended else { return Ok(()) };
                    running.take(ended);
                    if running.failure.is_some() || running.has_no_source() {
                        return Ok(());
                    }
                }
                _ = counts.tick() => {
                    report.counts(plans)?;
                    report.full(&self.cluster.admin().full_topics())?;
                }
                _ = looks.tick(), if self.exit_when_idle && running.only_servers_left() => {
                    if running.is_idle(&mut idle).await? { return Ok(()) }
                }
            }
        }
    }

    /// Stops what brings records in; the others end in the order of the graph, each when all that feeds
    /// it has ended and it has read everything.
    async fn drain(&self, running: &mut Running<'_>) -> StreamletResult {
        let deadline = Instant::now() + self.configuration.drain_timeout;
        if running.failure.is_some() {
            running.stop_all();
        }
        running.stop_sources();
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                ended = running.tasks.join_next() => {
                    let Some(ended) = ended else { return Ok(()) };
                    running.take(ended);
                    if running.failure.is_some() {
                        running.stop_all();
                    }
                }
                _ = looks.tick() => running.end_exhausted().await?,
                () = sleep_until(deadline) => break,
            }
        }
        running.stop_all();
        let rest = async {
            while let Some(ended) = running.tasks.join_next().await {
                running.take(ended);
            }
        };
        let _ = timeout(LAST_WORDS, rest).await;
        self.account(running).await
    }

    /// Says what is left behind when the time to stop has passed.
    async fn account(&self, running: &mut Running<'_>) -> StreamletResult {
        let drain = self.configuration.drain_timeout;
        let left = running.left().await?;
        let total: u64 = left.iter().map(|(_, records)| records).sum();
        if total == 0 || running.failure.is_some() {
            return Ok(());
        }
        let inlets = left.iter().map(|(inlet, records)| format!("{records} at `{inlet}`"));
        let inlets = inlets.collect::<Vec<_>>().join(", ");
        let fate = if self.is_durable { "are read again" } else { "are lost" };
        running.failure = Some(StreamletError::new(format!(
            "{total} records were not processed within {drain:?} and {fate}: {inlets}\n\
             help: raise `drain_timeout`, or make the streamlets end when their inlets do"
        )));
        Ok(())
    }
}
