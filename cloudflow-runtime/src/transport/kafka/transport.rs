//! Kafka as a transport.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;

use super::admin;
use super::config::Config;
use super::consumer::subscribe;
use super::log::Log;
use super::observer::Observer;
use super::producer::KafkaProducer;
use super::room::Room;
use super::sender::Sender;
use super::settings::KafkaSettings;
use crate::delivery::PartitionTracker;
use crate::transport::{
    Lag, Producer, Subscription, TopicOutcome, TopicSpec, Transport, TransportError,
};

/// A Kafka cluster.
///
/// Producers share one idempotent client that waits for all replicas (`acks=all`); every subscription
/// has a client and a thread of its own. A broker that goes away is waited for: a record fails after
/// `message.timeout.ms`, by default 5 minutes.
pub struct KafkaTransport {
    settings: KafkaSettings,
    cluster: Arc<Cluster>,
    sender: Mutex<Option<Arc<Sender>>>,
}

/// What all parts need to ask the cluster.
pub(super) struct Cluster {
    pub(super) config: Config,
    pub(super) log: Arc<Log>,
    pub(super) request: Duration,
    observer: Arc<Observer>,
}

impl KafkaTransport {
    /// Checks the settings. Connections are made when they are needed.
    ///
    /// # Errors
    ///
    /// [`TransportError::Setting`] for a property that is unknown, wrong, not for users, or in need of
    /// TLS in a binary without it.
    pub fn try_new(settings: KafkaSettings) -> Result<Self, TransportError> {
        let config = Config::try_new(&settings.properties)?;
        let log = Log::new(format!("Kafka at {}", config.bootstrap()));
        let observer = Arc::new(Observer::new(config.clone(), Arc::clone(&log), settings.request));
        let cluster = Cluster { config, log, request: settings.request, observer };
        Ok(Self { settings, cluster: Arc::new(cluster), sender: Mutex::default() })
    }

    /// Returns the shared client, or a new one when it cannot go on.
    fn sender(&self) -> Result<Arc<Sender>, TransportError> {
        let mut sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = sender.as_ref().filter(|sender| sender.fatal().is_none()) {
            return Ok(Arc::clone(sender));
        }
        let new = Arc::new(Sender::try_new(&self.cluster.config, &self.cluster.log)?);
        *sender = Some(Arc::clone(&new));
        Ok(new)
    }
}

impl Cluster {
    pub(super) async fn partitions(&self, topic: &str) -> Result<Option<u32>, TransportError> {
        let topic = topic.to_owned();
        self.ask(move |observer| observer.partitions(&topic)).await
    }

    /// A question to a topic that is not there would be answered after half a minute.
    async fn must_exist(&self, topic: &str) -> Result<(), TransportError> {
        match self.partitions(topic).await? {
            Some(_) => Ok(()),
            None => Err(TransportError::UnknownTopic(topic.to_owned())),
        }
    }

    /// Asks on a thread that may block.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Observer) -> Result<T, TransportError> + Send + 'static,
    ) -> Result<T, TransportError> {
        let observer = Arc::clone(&self.observer);
        let answer = tokio::task::spawn_blocking(move || question(&observer)).await;
        // Only a runtime that shuts down takes a question back.
        answer.unwrap_or(Err(TransportError::Closed))
    }
}

impl fmt::Debug for KafkaTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The properties may hold passwords.
        formatter.debug_tuple("KafkaTransport").field(&self.describe()).finish()
    }
}

impl Transport for KafkaTransport {
    fn describe(&self) -> String {
        self.cluster.log.system().to_owned()
    }

    fn create_topics<'a>(
        &'a self,
        topics: &'a [TopicSpec],
    ) -> BoxFuture<'a, Result<Vec<TopicOutcome>, TransportError>> {
        Box::pin(admin::create_topics(&self.cluster, topics))
    }

    fn missing_topics<'a>(
        &'a self,
        names: &'a [String],
    ) -> BoxFuture<'a, Result<Vec<String>, TransportError>> {
        Box::pin(async move {
            let mut missing = Vec::new();
            for name in names {
                if self.cluster.partitions(name).await?.is_none() {
                    missing.push(name.clone());
                }
            }
            Ok(missing)
        })
    }

    fn producer<'a>(
        &'a self,
        topic: &'a str,
    ) -> BoxFuture<'a, Result<Arc<dyn Producer>, TransportError>> {
        Box::pin(async move {
            self.cluster.must_exist(topic).await?;
            let room = Room::new(self.settings.records_in_flight, self.settings.bytes_in_flight);
            let producer: Arc<dyn Producer> =
                Arc::new(KafkaProducer::new(topic, room, self.sender()?));
            Ok(producer)
        })
    }

    fn subscribe<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
        tracker: PartitionTracker,
    ) -> BoxFuture<'a, Result<Subscription, TransportError>> {
        Box::pin(async move {
            self.cluster.must_exist(topic).await?;
            subscribe(&self.cluster, &self.settings, topic, group, tracker)
        })
    }

    fn lag<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
    ) -> BoxFuture<'a, Result<Lag, TransportError>> {
        let (topic, group) = (topic.to_owned(), group.to_owned());
        Box::pin(self.cluster.ask(move |observer| observer.lag(&topic, &group)))
    }
}
