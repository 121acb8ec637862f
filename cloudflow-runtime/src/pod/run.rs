//! The life of a pod: wait for the topics, run, drain.

use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use cloudflow_model::{Server, Topology};
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::management::{self, Readiness};
use crate::application::Application;
use crate::config::Configuration;
use crate::port::{End, Stop};
use crate::runner::{Instance, Outcome, Plan, Times, configure};
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
    /// Runs until `stop` is cancelled. A source that has nothing more to send waits for that: its
    /// Deployment would start it anew, and it would send everything once more.
    ///
    /// # Errors
    ///
    /// Fails when a port cannot be opened or the streamlet fails; Kubernetes starts it anew.
    pub(crate) async fn run(self, stop: CancellationToken) -> StreamletResult {
        let topology = Topology::new(self.application.blueprint());
        let plan = Plan::new(&self.application, &topology, self.instance);
        let readiness = Readiness::default();
        let management = management::serve(self.management, readiness.clone()).await?;
        let instance = plan.instance;
        tracing::info!(instance, %management, cluster = self.cluster.admin().describe(), "Starting.");

        let listener = if plan.has_server { Some(self.listen(&plan).await?) } else { None };
        if let Some(listener) = &listener {
            // A configured port of 0 is any free one.
            tracing::info!(instance, address = %listener.local_addr()?, "Serving.");
        }
        if !self.await_topics(&plan, &stop).await? {
            return Ok(());
        }
        let times = Times::of(&self.configuration);
        let stopping = Stop::default();
        // In a pod the volume is mounted where the streamlet declares it.
        let configuration = configure(&self.configuration, &plan, |volume| Ok(volume.path.into()))?;
        let running = Instance::open(
            &self.application,
            &plan,
            self.cluster.as_ref(),
            configuration,
            listener,
            stopping.clone(),
            times,
        )
        .await?;
        readiness.set(true);
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
        readiness.set(false);
        for port in &plan.ports {
            tracing::info!(instance, port = port.name, records = port.count.get(), "Stopped.");
        }
        Ok(())
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
