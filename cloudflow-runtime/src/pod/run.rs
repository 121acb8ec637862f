//! The life of a pod: wait for the topics, run, leave, drain.

use std::convert::Infallible;
use std::future::pending;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use cloudflow_model::{Server, Topology};
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::management::{self, Probed, Readiness, State};
use crate::application::Application;
use crate::config::Configuration;
use crate::context::Serving;
use crate::port::{End, Stop};
use crate::runner::{Instance, Outcome, Plan, Times, configure};
use crate::shutdown::Ending;
use crate::transport::Cluster;
use crate::{StreamletError, StreamletResult};

/// The first and the longest pause between two looks for missing topics.
const PAUSE: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// One instance of a blueprint to run in this process.
pub(crate) struct Pod {
    pub(crate) application: Application,
    pub(crate) instance: usize,
    pub(crate) configuration: Configuration,
    pub(crate) cluster: Arc<dyn Cluster>,
    /// Where Kubernetes asks whether the streamlet is alive and ready.
    pub(crate) management: SocketAddr,
    /// Whether to end when the streamlet has finished.
    pub(crate) exit_when_finished: bool,
}

impl Pod {
    /// Runs until it is asked to end and has ended. A source that has nothing more to send waits for
    /// that: its Deployment would start it anew, and it would send everything once more.
    ///
    /// # Errors
    ///
    /// Fails when a port cannot be opened or the streamlet fails; Kubernetes starts it anew.
    pub(crate) async fn run(self, ending: Ending) -> StreamletResult {
        let topology = Topology::new(self.application.blueprint());
        let plan = Plan::new(&self.application, &topology, self.instance);
        let management = management::listen(self.management).await?;
        let listener = if plan.has_server { Some(self.listen(&plan).await?) } else { None };
        self.run_on(&plan, management, listener, ending).await
    }

    /// Does the same on ports that are open.
    pub(super) async fn run_on(
        self,
        plan: &Plan,
        management: TcpListener,
        listener: Option<TcpListener>,
        ending: Ending,
    ) -> StreamletResult {
        let instance = plan.instance;
        let (address, cluster) = (management.local_addr()?, self.cluster.admin().describe());
        tracing::info!(instance, management = %address, cluster, "Starting.");
        if let Some(listener) = &listener {
            // A configured port of 0 is any free one.
            tracing::info!(instance, address = %listener.local_addr()?, "Serving.");
        }
        let probed = Arc::new(Probed {
            readiness: Readiness::default(),
            running: OnceLock::new(),
            cluster: Arc::clone(&self.cluster),
            has_server: plan.has_server,
        });
        management::serve(management, Arc::clone(&probed));
        tokio::select! {
            ended = self.work(plan, listener, &probed, &ending) => ended,
            never = self.leave(plan, &probed.readiness, &ending) => match never {},
        }
    }

    async fn work(
        &self,
        plan: &Plan,
        listener: Option<TcpListener>,
        probed: &Probed,
        ending: &Ending,
    ) -> StreamletResult {
        let (instance, stop) = (plan.instance, &ending.stop);
        if !self.await_topics(plan, stop).await? {
            return Ok(());
        }
        let times = Times::of(&self.configuration);
        let stopping = Stop::default();
        // In a pod the volume is mounted where the streamlet declares it.
        let configuration = configure(&self.configuration, plan, |volume| Ok(volume.path.into()))?;
        let leaving = &ending.leave;
        let running = Instance::open(
            &self.application,
            plan,
            self.cluster.as_ref(),
            configuration,
            listener.map(|listener| Serving { listener, leaving: leaving.clone() }),
            stopping.clone(),
            times,
        )
        .await?;
        // It is set once, here.
        let _ = probed.running.set((running.watching(), times));
        probed.readiness.reach(State::Ready);
        tracing::info!(instance, "Ready.");
        let mut ended = pin!(running.run());
        let outcome = tokio::select! {
            outcome = &mut ended => outcome,
            () = stop.cancelled() => {
                stopping.stop(End::Stopped);
                ended.await
            }
        };
        match outcome {
            Outcome::Failed(error) => return Err(error),
            Outcome::Finished if stop.is_cancelled() || self.exit_when_finished => {}
            Outcome::Finished => {
                tracing::info!(instance, "Finished; waiting for the signal to end.");
                stop.cancelled().await;
            }
        }
        for port in &plan.ports {
            tracing::info!(instance, port = port.name, records = port.count.get(), "Stopped.");
        }
        Ok(())
    }

    /// Stops the work when the pod is asked to end, but not before those who send requests have heard
    /// of it: they know the pod from the endpoints of its Service, which Kubernetes changes meanwhile.
    async fn leave(&self, plan: &Plan, readiness: &Readiness, ending: &Ending) -> Infallible {
        ending.leave.cancelled().await;
        let has_served = plan.has_server && readiness.get() == State::Ready;
        readiness.reach(State::Stopping);
        let delay = self.configuration.shutdown_delay;
        if has_served && !delay.is_zero() {
            let instance = plan.instance;
            tracing::info!(instance, ?delay, "Leaving: ready no more, still accepting requests.");
            tokio::select! {
                () = sleep(delay) => {}
                () = ending.stop.cancelled() => {}
            }
        }
        ending.stop.cancel();
        pending().await
    }

    async fn listen(&self, plan: &Plan) -> Result<TcpListener, StreamletError> {
        let configured =
            self.configuration.instances.get(plan.instance).and_then(|values| values.port);
        let port = configured.unwrap_or(Server::CONTAINER_PORT);
        let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
        TcpListener::bind(address).await.map_err(|error| {
            StreamletError::new(format!(
                "instance `{0}` cannot listen on {address}: {error}\n\
                 help: choose another port: `--set ports.{0}=3100`",
                plan.instance
            ))
        })
    }

    /// Waits until the topics exist; returns whether they do, or the application stops.
    async fn await_topics(
        &self,
        plan: &Plan,
        stop: &CancellationToken,
    ) -> Result<bool, StreamletError> {
        let topics: Vec<String> = plan.ports.iter().map(|port| port.topic.clone()).collect();
        let mut pause = PAUSE.0;
        loop {
            let missing = tokio::select! {
                // A question to a Kafka that is away takes its time.
                () = stop.cancelled() => return Ok(false),
                missing = self.cluster.admin().missing_topics(&topics) => missing,
            };
            match missing {
                Ok(missing) if missing.is_empty() => return Ok(true),
                Ok(missing) => tracing::warn!(
                    instance = plan.instance,
                    missing = missing.join(", "),
                    "Waiting for topics; `topics create` creates them."
                ),
                Err(error @ crate::transport::TransportError::Setting { .. }) => {
                    return Err(error.into());
                }
                Err(error) => {
                    tracing::warn!(instance = plan.instance, %error, "Waiting for Kafka.");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(false),
                () = sleep(pause) => pause = (pause * 2).min(PAUSE.1),
            }
        }
    }
}
