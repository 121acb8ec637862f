//! One running streamlet: from open ports to the last commit.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::plan::Plan;
use super::supervise::Supervisor;
use crate::application::Application;
use crate::config::{Configuration, InstanceConfiguration};
use crate::context::Serving;
use crate::delivery::Ledger;
use crate::port::{Driven, Driver, Health, RawInlet, RawOutlet, Stop};
use crate::transport::{
    Amount, Assignment, Bound, Cluster, InletSpec, OutletSpec, Session, SessionSpec, Settle,
};
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

/// Times and bounds that the runner keeps to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    /// How long an instance may take to stop.
    pub(crate) drain: Duration,
    /// How often positions are committed.
    pub(crate) commit: Duration,
    /// How much may be fetched of an inlet and not settled.
    pub(crate) inlet: Amount,
    /// How much may be sent of an outlet and not acknowledged.
    pub(crate) outlet: Amount,
    /// How long a streamlet's task may be in one poll before it counts as hung.
    pub(crate) hang: Duration,
    /// How long one call of a value function may last before it counts as hung.
    pub(crate) call: Duration,
}

impl Times {
    /// Returns those of a configuration.
    pub(crate) fn of(configuration: &Configuration) -> Self {
        Self {
            drain: configuration.drain_timeout,
            commit: configuration.commit_interval,
            inlet: configuration.bounds.inlet,
            outlet: configuration.bounds.outlet,
            hang: configuration.bounds.hang_timeout,
            call: configuration.bounds.call_timeout,
        }
    }
}

/// What others may look at while an instance runs.
#[derive(Clone, Debug)]
pub(crate) struct Watching {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) health: Arc<Health>,
}

impl Instance {
    /// Opens the ports of an instance.
    pub(crate) async fn open(
        application: &Application,
        plan: &Plan,
        cluster: &dyn Cluster,
        configuration: InstanceConfiguration,
        serving: Option<Serving>,
        stop: Stop,
        times: Times,
    ) -> Result<Self, StreamletError> {
        let run = application
            .runner(plan.index)
            .ok_or_else(|| StreamletError::new("the blueprint has no such instance"))?;
        let bound = |amount: Amount| Arc::new(Bound::new(amount));
        let inlet_specs: Vec<InletSpec> = plan
            .inlets()
            .map(|port| InletSpec { topic: port.topic.clone(), bound: bound(times.inlet) })
            .collect();
        let outlet_specs: Vec<OutletSpec> = plan
            .outlets()
            .map(|port| OutletSpec { topic: port.topic.clone(), bound: bound(times.outlet) })
            .collect();
        let ledger = Ledger::new(&inlet_specs, &outlet_specs);
        let spec = SessionSpec {
            group: &plan.group,
            inlets: &inlet_specs,
            co_partitioned: &plan.co_partitioned,
            outlets: &outlet_specs,
            assignment: Arc::clone(&ledger) as Arc<dyn Assignment>,
            settle: Arc::clone(&ledger) as Arc<dyn Settle>,
        };
        let opened = cluster.open(spec).await.map_err(|error| {
            StreamletError::from(error).context(format!("cannot open instance `{}`", plan.instance))
        });
        let Session { sources, sinks, commits } = opened?;
        let health = Arc::new(Health::new());
        let mut inlets = BTreeMap::new();
        for (index, (port, source)) in plan.inlets().zip(sources).enumerate() {
            let raw = RawInlet::new(
                port.topic.clone(),
                port.writers.clone(),
                source,
                (Arc::clone(&ledger), index),
                stop.clone(),
                Arc::clone(&port.count),
                Arc::clone(&health),
            );
            inlets.insert(port.name, raw);
        }
        let driver = Driver::new();
        let mut outlets = BTreeMap::new();
        for ((port, sink), spec) in plan.outlets().zip(sinks).zip(&outlet_specs) {
            let raw = RawOutlet::new(
                port.topic.clone(),
                sink,
                Arc::clone(&spec.bound),
                Arc::clone(&ledger),
                driver,
                Arc::clone(&port.count),
                // A server hears of the stop itself, and sends what it has received by then.
                (plan.is_source() && !plan.has_server).then(|| stop.clone()),
            );
            outlets.insert(port.name, raw);
        }
        let supervisor = Supervisor {
            instance: plan.instance,
            inlets: plan.inlets().map(|port| port.name).zip(inlet_specs).collect(),
            outlets: outlets.values().cloned().collect(),
            ledger,
            commits,
            driver,
            health,
            stop: stop.clone(),
            is_source: plan.is_source(),
            times,
        };
        let (listener, leaving) = match serving {
            Some(Serving { listener, leaving }) => (Some(listener), leaving),
            None => (None, stop.token().clone()),
        };
        let context = Context {
            instance: plan.instance,
            inlets,
            outlets,
            configuration,
            listener,
            leaving,
            stop,
        };
        Ok(Self { context, run, supervisor })
    }

    /// Returns what may be looked at while it runs.
    pub(crate) fn watching(&self) -> Watching {
        let Supervisor { ledger, health, .. } = &self.supervisor;
        Watching { ledger: Arc::clone(ledger), health: Arc::clone(health) }
    }

    /// Runs the instance until it ends, and commits what is settled.
    pub(crate) async fn run(self) -> Outcome {
        let Supervisor { driver, outlets, ledger, health, .. } = &self.supervisor;
        let (ledger, health) = (Arc::clone(ledger), Arc::clone(health));
        let future = (self.run)(self.context);
        let driven = Driven::new(future, *driver, outlets.clone(), ledger, health);
        self.supervisor.watch(tokio::spawn(driven)).await
    }
}
