//! The embedded log as a transport.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;

use super::consumer::subscribe;
use super::producer::MemoryProducer;
use super::settings::MemorySettings;
use super::topic::Topic;
use crate::delivery::PartitionTracker;
use crate::transport::{
    Lag, Producer, Subscription, TopicOutcome, TopicSpec, Transport, TransportError,
};

/// Topics in the memory of this process.
///
/// A topic keeps a record until every group that reads the topic has committed it. While a topic is
/// full, its producers wait. A topic that no group reads is never full: its oldest records go, as
/// with Kafka's retention. So make groups known with [`Self::register_group`], or subscribe, before
/// producers start.
///
/// Clones share the topics.
#[derive(Clone, Debug, Default)]
pub struct MemoryTransport {
    settings: MemorySettings,
    topics: Arc<Mutex<BTreeMap<String, Arc<Topic>>>>,
}

impl MemoryTransport {
    /// Makes a transport without topics.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a transport with other bounds than the default ones.
    pub fn with_settings(settings: MemorySettings) -> Self {
        Self { settings, topics: Arc::default() }
    }

    /// Makes a group known to a topic before its first member joins: from now on the topic keeps
    /// records for it. A known group is left as it is.
    ///
    /// # Errors
    ///
    /// [`TransportError::UnknownTopic`] when the topic does not exist.
    pub fn register_group(&self, topic: &str, group: &str) -> Result<(), TransportError> {
        let drain = self.settings.drain;
        self.topic(topic)?.update(|state, later| state.register(group, drain, later));
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
            state.grow(to, later);
            from
        });
        TopicOutcome::compare(name, from, to)
    }

    fn topics(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Topic>>> {
        // A map is whole after every call.
        self.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MemoryTransport {
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

    fn producer<'a>(
        &'a self,
        topic: &'a str,
    ) -> BoxFuture<'a, Result<Arc<dyn Producer>, TransportError>> {
        Box::pin(async {
            let producer: Arc<dyn Producer> = Arc::new(MemoryProducer::new(self.topic(topic)?));
            Ok(producer)
        })
    }

    fn subscribe<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
        tracker: PartitionTracker,
    ) -> BoxFuture<'a, Result<Subscription, TransportError>> {
        Box::pin(async move { Ok(subscribe(self.topic(topic)?, group, tracker)) })
    }

    fn lag<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
    ) -> BoxFuture<'a, Result<Lag, TransportError>> {
        Box::pin(async move { Ok(self.topic(topic)?.update(|state, _| state.lag(group))) })
    }
}
