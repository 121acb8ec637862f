//! One running streamlet: from open ports to the last commit.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::plan::{Plan, PortRole};
use super::supervise::Supervisor;
use crate::application::Application;
use crate::config::InstanceConfiguration;
use crate::delivery::Tracker;
use crate::port::{RawInlet, RawOutlet};
use crate::transport::{Committer, Transport};
use crate::{Context, StreamletError};

/// An instance whose ports are open, ready to run.
///
/// Opening and running are apart so that the sandbox can open every inlet before the first source
/// sends.
#[derive(Debug)]
pub(crate) struct Instance {
    context: Context,
    run: crate::RunStreamlet,
    supervisor: Supervisor,
}

/// How an instance ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Its inlets ended, or it is a source that has nothing more to send.
    Finished,
    /// It failed, panicked or did not stop in time.
    Failed(StreamletError),
}

/// Times that the runner keeps to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    /// How long an instance may take to stop.
    pub(crate) drain: Duration,
    /// How often positions are committed.
    pub(crate) commit: Duration,
}

impl Instance {
    /// Opens the ports of an instance.
    pub(crate) async fn open(
        application: &Application,
        plan: &Plan,
        transport: &dyn Transport,
        configuration: InstanceConfiguration,
        listener: Option<TcpListener>,
        stop: CancellationToken,
        times: Times,
    ) -> Result<Self, StreamletError> {
        let run = application
            .runner(plan.index)
            .ok_or_else(|| StreamletError::new("the blueprint has no such instance"))?;
        let count = plan.ports.iter().filter(|port| port.role != PortRole::Outlet).count();
        let tracker = Tracker::new(count);
        let mut inlets = BTreeMap::new();
        let mut outlets = BTreeMap::new();
        let mut committers: Vec<Arc<dyn Committer>> = Vec::new();
        for port in &plan.ports {
            let context = || format!("cannot open `{}.{}`", plan.instance, port.name);
            let opened = match &port.role {
                PortRole::Inlet { group } => {
                    let index = committers.len();
                    transport.subscribe(&port.topic, group, tracker.inlet(index)).await.map(
                        |subscription| {
                            committers.push(subscription.committer);
                            let raw = RawInlet {
                                topic: port.topic.clone(),
                                writers: port.writers.clone(),
                                deliveries: subscription.deliveries,
                                tracker: Arc::clone(&tracker),
                                stop: stop.clone(),
                                count: Arc::clone(&port.count),
                            };
                            inlets.insert(port.name, raw);
                        },
                    )
                }
                PortRole::Outlet => transport.producer(&port.topic).await.map(|producer| {
                    let told = plan.is_source().then(|| stop.clone());
                    let count = Arc::clone(&port.count);
                    let raw = RawOutlet::new(port.topic.clone(), producer, count, told);
                    outlets.insert(port.name, raw);
                }),
            };
            opened.map_err(|error| StreamletError::from(error).context(context()))?;
        }
        let supervisor = Supervisor {
            instance: plan.instance,
            tracker,
            committers,
            outlets: outlets.values().cloned().collect(),
            stop: stop.clone(),
            is_source: plan.is_source(),
            times,
        };
        let context =
            Context { instance: plan.instance, inlets, outlets, configuration, listener, stop };
        Ok(Self { context, run, supervisor })
    }

    /// Runs the instance until it ends, and commits what is done.
    pub(crate) async fn run(self) -> Outcome {
        let streamlet = tokio::spawn((self.run)(self.context));
        self.supervisor.watch(streamlet).await
    }
}
