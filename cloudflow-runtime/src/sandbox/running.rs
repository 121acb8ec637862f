//! The instances that run, and how they end one after the other.

use std::collections::BTreeSet;

use tokio::task::{JoinError, JoinSet};

use super::idle::IdleWatch;
use crate::StreamletError;
use crate::delivery::Ledger;
use crate::port::{End, Stop};
use crate::runner::{Outcome, Plan, Watching};
use crate::transport::{Admin, TransportError};

/// Everything that runs, and what stops it.
#[derive(Debug)]
pub(super) struct Running<'a> {
    pub(super) tasks: JoinSet<(usize, Outcome)>,
    /// In the order of the plans.
    pub(super) instances: Vec<InstanceRun>,
    plans: &'a [Plan],
    admin: &'a dyn Admin,
    /// What the instances have read that may be exhausted, if the cluster does not say so itself.
    reading: Vec<IdleWatch>,
    /// Topics to which nobody writes any more, and whose readers end when they have read all.
    sealed: BTreeSet<&'a str>,
    pub(super) failure: Option<StreamletError>,
}

/// An instance that was started.
#[derive(Debug)]
pub(super) struct InstanceRun {
    pub(super) watching: Watching,
    pub(super) stop: Stop,
    pub(super) has_ended: bool,
}

impl<'a> Running<'a> {
    pub(super) fn new(plans: &'a [Plan], admin: &'a dyn Admin) -> Self {
        Self {
            tasks: JoinSet::new(),
            instances: Vec::new(),
            plans,
            admin,
            reading: plans.iter().map(|_| IdleWatch::default()).collect(),
            sealed: BTreeSet::new(),
            failure: None,
        }
    }

    /// Notes the end of an instance: what only it has fed ends when it is read.
    pub(super) fn take(&mut self, ended: Result<(usize, Outcome), JoinError>) {
        let failure = match ended {
            Ok((index, outcome)) => {
                if let Some(instance) = self.instances.get_mut(index) {
                    instance.has_ended = true;
                }
                match outcome {
                    Outcome::Finished => None,
                    Outcome::Failed(error) => Some(error),
                }
            }
            Err(error) => Some(error.into()),
        };
        if self.failure.is_none() {
            self.failure = failure;
        }
        self.seal();
    }

    /// Returns whether every source that can finish by itself has finished, so that only servers bring
    /// anything in.
    pub(super) fn only_servers_left(&self) -> bool {
        self.each().all(|(plan, run)| !plan.is_source() || run.has_ended || plan.has_server)
    }

    /// Returns whether nothing brings records in any more.
    pub(super) fn has_no_source(&self) -> bool {
        self.each().all(|(plan, run)| !plan.is_source() || run.has_ended)
    }

    /// Returns whether this and the last look found nothing to read.
    pub(super) async fn is_idle(&self, idle: &mut IdleWatch) -> Result<bool, TransportError> {
        let running = self.each().filter(|(_, run)| !run.has_ended);
        idle.look(running.map(|(plan, run)| (plan, &*run.watching.ledger)), self.admin).await
    }

    /// Stops what brings records in.
    pub(super) fn stop_sources(&self) {
        for (_, run) in self.each().filter(|(plan, _)| plan.is_source()) {
            run.stop.stop(End::Stopped);
        }
    }

    /// Stops everything, at once.
    pub(super) fn stop_all(&self) {
        self.instances.iter().for_each(|run| run.stop.stop(End::Stopped));
    }

    /// Ends the instances whose feeders have ended and that have read all, where the cluster cannot say
    /// so: it has other writers than this process.
    pub(super) async fn end_exhausted(&mut self) -> Result<(), TransportError> {
        for index in 0..self.plans.len() {
            let (Some(plan), Some(run)) = (self.plans.get(index), self.instances.get(index)) else {
                continue;
            };
            let is_fed = plan.inlets().any(|port| !self.is_unfed(&port.topic));
            let is_sealed = plan.inlets().all(|port| self.sealed.contains(&*port.topic));
            if run.has_ended || plan.is_source() || is_fed || is_sealed {
                continue;
            }
            let ledger: &Ledger = &run.watching.ledger;
            let Some(reading) = self.reading.get_mut(index) else { continue };
            if reading.look([(plan, ledger)], self.admin).await? {
                run.stop.stop(End::Exhausted);
            }
        }
        Ok(())
    }

    /// Returns, for each inlet that has not read all, how many records are left.
    pub(super) async fn left(&self) -> Result<Vec<(String, u64)>, TransportError> {
        let mut left = Vec::new();
        for plan in self.plans {
            for port in plan.inlets() {
                let lag = self.admin.lag(&port.topic, &plan.group).await?;
                let behind: u64 = lag.iter().map(crate::transport::Lag::behind).sum();
                if behind > 0 {
                    left.push((format!("{}.{}", plan.instance, port.name), behind));
                }
            }
        }
        Ok(left)
    }

    fn seal(&mut self) {
        for plan in self.plans {
            for port in plan.inlets() {
                if !self.sealed.contains(&*port.topic)
                    && self.is_unfed(&port.topic)
                    && self.admin.seal(&port.topic)
                {
                    self.sealed.insert(&port.topic);
                }
            }
        }
    }

    /// Returns whether everything that writes to a topic has ended.
    fn is_unfed(&self, topic: &str) -> bool {
        self.each()
            .all(|(plan, run)| run.has_ended || plan.outlets().all(|port| port.topic != topic))
    }

    fn each(&self) -> impl Iterator<Item = (&'a Plan, &InstanceRun)> {
        self.plans.iter().zip(&self.instances)
    }
}
