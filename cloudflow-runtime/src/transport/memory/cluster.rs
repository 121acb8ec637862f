//! The embedded log as a cluster.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;

use super::member::{Membership, MemoryCommits, MemorySource, SharedGroup};
use super::reader::MemoryReader;
use super::settings::MemorySettings;
use super::sink::MemorySink;
use super::topic::Topic;
use crate::transport::{
    Admin, Cluster, InletSpec, Lag, OutletSpec, ReadSpec, Session, SessionSpec, Settle, Sink,
    Source, TopicOutcome, TopicSpec, TransportError,
};

/// Topics in the memory of this process.
///
/// A topic keeps a record until every group that reads the topic has committed it. While a topic is
/// full, what is sent to it waits. A topic that no group reads is never full: its oldest records go, as
/// with Kafka's retention. So make groups known with [`Self::register_group`], or open their sessions,
/// before others write.
///
/// [`Cluster::read`] begins with the oldest record that is kept where an earlier one is asked for. What
/// it has still to hand out is kept, and so a topic can be full; what it has handed out stays as it
/// would without it, so that others can read the same.
///
/// Clones share the topics.
#[derive(Clone, Debug, Default)]
pub struct MemoryCluster {
    settings: MemorySettings,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    topics: Mutex<BTreeMap<String, Arc<Topic>>>,
    groups: Mutex<BTreeMap<String, Arc<SharedGroup>>>,
    sinks: AtomicU64,
}

impl MemoryCluster {
    /// Makes a cluster without topics.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a cluster with other bounds than the default ones.
    pub fn with_settings(settings: MemorySettings) -> Self {
        Self { settings, shared: Arc::default() }
    }

    /// Makes a group known to a topic before its first member joins: from now on the topic keeps
    /// records for it. A known group is left as it is.
    ///
    /// # Errors
    ///
    /// [`TransportError::UnknownTopic`] when the topic does not exist.
    pub fn register_group(&self, topic: &str, group: &str) -> Result<(), TransportError> {
        self.topic(topic)?.update(|state, later| state.make_known(group, later));
        Ok(())
    }

    fn topic(&self, name: &str) -> Result<Arc<Topic>, TransportError> {
        let topics = self.topics();
        topics.get(name).cloned().ok_or_else(|| TransportError::UnknownTopic(name.to_owned()))
    }

    fn create(&self, spec: &TopicSpec) -> Result<TopicOutcome, TransportError> {
        let name = spec.name.clone();
        if spec.partitions == 0 {
            let reason = "has no partitions\nhelp: ask for at least 1".to_owned();
            return Err(TransportError::Topic { topic: name, reason });
        }
        let mut topics = self.topics();
        let Some(topic) = topics.get(&name).cloned() else {
            topics.insert(name.clone(), Arc::new(Topic::new(spec, self.settings)));
            return Ok(TopicOutcome::Created(name));
        };
        drop(topics);
        let to = spec.partitions;
        let from = topic.update(|state, later| {
            let from = state.partitions();
            state.grow(to);
            state.set_sealed(false, later);
            from
        });
        topic.configure(spec);
        if from < to {
            let groups: Vec<_> = self.groups().values().cloned().collect();
            for group in groups {
                group.refresh();
            }
        }
        TopicOutcome::compare(name, from, to)
    }

    fn try_open(&self, spec: &SessionSpec<'_>) -> Result<Session, TransportError> {
        let topics = spec.inlets.iter().map(|inlet| self.topic(&inlet.topic));
        let topics: Vec<_> = topics.collect::<Result<_, _>>()?;
        let sinks = spec.outlets.iter().enumerate();
        let sinks = sinks.map(|(at, outlet)| self.sink(at, outlet, &spec.settle));
        let sinks = sinks.collect::<Result<_, _>>()?;
        let membership = if topics.is_empty() { None } else { Some(self.join(spec, &topics)?) };
        let sources = membership.iter().flat_map(|membership| {
            spec.inlets.iter().enumerate().map(|(inlet, InletSpec { bound, .. })| {
                let source = MemorySource::new(Arc::clone(membership), inlet, Arc::clone(bound));
                Box::new(source) as Box<dyn Source>
            })
        });
        let sources = sources.collect();
        Ok(Session { sources, sinks, commits: Arc::new(MemoryCommits::new(membership)) })
    }

    fn join(
        &self,
        spec: &SessionSpec<'_>,
        topics: &[Arc<Topic>],
    ) -> Result<Arc<Membership>, TransportError> {
        let mut groups = self.groups();
        let group = groups
            .entry(spec.group.to_owned())
            .or_insert_with(|| Arc::new(SharedGroup::new(spec.group, self.settings.drain)));
        let group = Arc::clone(group);
        drop(groups);
        group.join(topics, spec.co_partitioned, Arc::clone(&spec.assignment))
    }

    fn sink(
        &self,
        at: usize,
        outlet: &OutletSpec,
        settle: &Arc<dyn Settle>,
    ) -> Result<Arc<dyn Sink>, TransportError> {
        let topic = self.topic(&outlet.topic)?;
        // Somebody writes again.
        topic.update(|state, later| state.set_sealed(false, later));
        let id = self.shared.sinks.fetch_add(1, Ordering::Relaxed);
        let (bound, settle) = (Arc::clone(&outlet.bound), Arc::clone(settle));
        Ok(Arc::new(MemorySink::new(id, topic, at, bound, settle)))
    }

    fn topics(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Topic>>> {
        // A map is whole after every call.
        self.shared.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn groups(&self) -> MutexGuard<'_, BTreeMap<String, Arc<SharedGroup>>> {
        self.shared.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cluster for MemoryCluster {
    fn admin(&self) -> &dyn Admin {
        self
    }

    fn open<'a>(&'a self, spec: SessionSpec<'a>) -> BoxFuture<'a, Result<Session, TransportError>> {
        Box::pin(async move { self.try_open(&spec) })
    }

    fn read<'a>(
        &'a self,
        spec: ReadSpec<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Source>, TransportError>> {
        Box::pin(async move {
            let ReadSpec { topic, from, bound, assignment } = spec;
            let reader = MemoryReader::new(self.topic(topic)?, from, bound, assignment);
            Ok(Box::new(reader) as Box<dyn Source>)
        })
    }
}

impl Admin for MemoryCluster {
    fn describe(&self) -> String {
        "the embedded log".to_owned()
    }

    fn create_topics<'a>(
        &'a self,
        topics: &'a [TopicSpec],
    ) -> BoxFuture<'a, Result<Vec<TopicOutcome>, TransportError>> {
        Box::pin(async { topics.iter().map(|spec| self.create(spec)).collect() })
    }

    fn missing_topics<'a>(
        &'a self,
        names: &'a [String],
    ) -> BoxFuture<'a, Result<Vec<String>, TransportError>> {
        let topics = self.topics();
        let missing = names.iter().filter(|name| !topics.contains_key(*name)).cloned().collect();
        drop(topics);
        Box::pin(async { Ok(missing) })
    }

    fn lag<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Lag>, TransportError>> {
        Box::pin(async move { Ok(self.topic(topic)?.update(|state, _| state.lag(group))) })
    }

    fn seal(&self, topic: &str) -> bool {
        if let Ok(topic) = self.topic(topic) {
            topic.update(|state, later| state.set_sealed(true, later));
        }
        true
    }

    fn full_topics(&self) -> Vec<String> {
        let topics: Vec<_> = self.topics().values().cloned().collect();
        topics.iter().filter_map(|topic| topic.full()).collect()
    }
}
