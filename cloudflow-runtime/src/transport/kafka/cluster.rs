//! Kafka as a cluster.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;

use super::admin;
use super::config::Config;
use super::log::Log;
use super::observer::Observer;
use super::sender::Sender;
use super::session;
use super::settings::KafkaSettings;
use crate::transport::{
    Admin, Cluster, Lag, ReadSpec, Session, SessionSpec, Source, TopicOutcome, TopicSpec,
    TransportError,
};

/// A Kafka cluster.
///
/// All sessions send through one idempotent client that waits for all replicas (`acks=all`); every
/// session that reads has a client and a thread of its own. A broker that goes away is waited for: a
/// record is lost after `message.timeout.ms`, by default 5 minutes.
pub struct KafkaCluster {
    shared: Arc<Shared>,
    sender: Mutex<Option<Arc<Sender>>>,
}

/// What all parts need to ask the cluster.
pub(super) struct Shared {
    pub(super) config: Config,
    pub(super) log: Arc<Log>,
    /// How long a request may take.
    pub(super) request: Duration,
    /// How long partitions that move wait for their records in flight.
    pub(super) drain: Duration,
    observer: Arc<Observer>,
}

impl KafkaCluster {
    /// Checks the settings. Connections are made when they are needed.
    ///
    /// # Errors
    ///
    /// [`TransportError::Setting`] for a property that is unknown, wrong, not for users, or in need of
    /// TLS in a binary without it.
    pub fn try_new(settings: KafkaSettings) -> Result<Self, TransportError> {
        let KafkaSettings { properties, request, drain } = settings;
        let config = Config::try_new(&properties)?;
        let log = Log::new(format!("Kafka at {}", config.bootstrap()), config.redactor().clone());
        let observer = Arc::new(Observer::new(config.clone(), Arc::clone(&log), request));
        let shared = Arc::new(Shared { config, log, request, drain, observer });
        Ok(Self { shared, sender: Mutex::default() })
    }

    /// Returns the shared client, or a new one when it cannot go on.
    pub(super) fn sender(&self) -> Result<Arc<Sender>, TransportError> {
        let mut sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = sender.as_ref().filter(|sender| sender.fatal().is_none()) {
            return Ok(Arc::clone(sender));
        }
        let new = Arc::new(Sender::try_new(&self.shared.config, &self.shared.log)?);
        *sender = Some(Arc::clone(&new));
        Ok(new)
    }
}

impl Shared {
    pub(super) async fn partitions(&self, topic: &str) -> Result<Option<u32>, TransportError> {
        let topic = topic.to_owned();
        self.ask(move |observer| observer.partitions(&topic)).await
    }

    /// Asks whether these topics exist. A consumer would say after half a minute that one does not.
    pub(super) async fn must_exist(
        &self,
        topics: impl Iterator<Item = &str>,
    ) -> Result<(), TransportError> {
        let topics: BTreeSet<&str> = topics.collect();
        for topic in topics {
            let missing = || TransportError::UnknownTopic(topic.to_owned());
            self.partitions(topic).await?.ok_or_else(missing)?;
        }
        Ok(())
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

impl fmt::Debug for KafkaCluster {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The properties may hold passwords.
        formatter.debug_tuple("KafkaCluster").field(&self.describe()).finish()
    }
}

impl Cluster for KafkaCluster {
    fn admin(&self) -> &dyn Admin {
        self
    }

    fn open<'a>(&'a self, spec: SessionSpec<'a>) -> BoxFuture<'a, Result<Session, TransportError>> {
        Box::pin(session::open(&self.shared, || self.sender(), spec))
    }

    fn read<'a>(
        &'a self,
        spec: ReadSpec<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Source>, TransportError>> {
        Box::pin(session::read(&self.shared, spec))
    }

    fn trouble(&self) -> Option<String> {
        let away = self.shared.log.away()?;
        self.shared.observer.look_again();
        Some(away)
    }
}

impl Admin for KafkaCluster {
    fn describe(&self) -> String {
        self.shared.log.system().to_owned()
    }

    fn create_topics<'a>(
        &'a self,
        topics: &'a [TopicSpec],
    ) -> BoxFuture<'a, Result<Vec<TopicOutcome>, TransportError>> {
        Box::pin(admin::create_topics(&self.shared, topics))
    }

    fn missing_topics<'a>(
        &'a self,
        names: &'a [String],
    ) -> BoxFuture<'a, Result<Vec<String>, TransportError>> {
        Box::pin(async move {
            let mut missing = Vec::new();
            for name in names {
                if self.shared.partitions(name).await?.is_none() {
                    missing.push(name.clone());
                }
            }
            Ok(missing)
        })
    }

    fn lag<'a>(
        &'a self,
        topic: &'a str,
        group: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Lag>, TransportError>> {
        let (topic, group) = (topic.to_owned(), group.to_owned());
        Box::pin(self.shared.ask(move |observer| observer.lag(&topic, &group)))
    }
}
