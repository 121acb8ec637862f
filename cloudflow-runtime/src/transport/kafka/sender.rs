//! The one client that sends for all outlets of a process.
//!
//! One, not one for each topic: a client has a thread and connections of its own. Every outlet has its
//! own bound, so they do not keep each other waiting.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, DeliveryResult, ProducerContext};

use super::again::Again;
use super::config::Config;
use super::error::topic_error;
use super::flights::{Flights, Outlet};
use super::log::Log;
use super::raw::{Landed, Producer, Reports, TooLarge, Topic};
use crate::transport::{Outgoing, Sink, TransportError};

/// How long one poll waits for reports.
const POLL: Duration = Duration::from_millis(100);

/// A client, and a thread that hears what Kafka has.
pub(super) struct Sender {
    shared: Arc<Shared>,
}

struct Shared {
    producer: Arc<Producer<Heard>>,
    topics: Mutex<BTreeMap<String, Arc<Topic<Heard>>>>,
    flights: Flights,
    /// What the client did not take: told by the thread, like all else.
    refused: Mutex<Vec<Landed>>,
    is_dropped: AtomicBool,
}

impl Sender {
    /// Makes the client. Connections are made when they are needed.
    pub(super) fn try_new(config: &Config, log: &Arc<Log>) -> Result<Self, TransportError> {
        let context = Heard { log: Arc::clone(log), fatal: OnceLock::new() };
        let client: BaseProducer<Heard> = config
            .producer()
            .create_with_context(context)
            .map_err(|error| config.describe(&error))?;
        let fail = |reason: String| TransportError::Unavailable {
            system: log.system().to_owned(),
            reason,
        };
        let producer = Producer::new(client).ok_or_else(|| fail("no queue".to_owned()))?;
        let shared = Arc::new(Shared {
            producer: Arc::new(producer),
            topics: Mutex::default(),
            flights: Flights::default(),
            refused: Mutex::default(),
            is_dropped: AtomicBool::new(false),
        });
        let of_thread = Arc::clone(&shared);
        thread::Builder::new()
            .name("kafka reports".to_owned())
            .spawn(move || of_thread.hear())
            .map_err(|error| fail(format!("no thread for its client: {error}")))?;
        Ok(Self { shared })
    }

    /// Returns why the client cannot go on, if that is so.
    pub(super) fn fatal(&self) -> Option<TransportError> {
        self.shared.producer.context().fatal()
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.shared.is_dropped.store(true, Ordering::Release);
        self.shared.producer.wake();
    }
}

impl Shared {
    fn hear(&self) {
        let (mut reports, mut again) = (Reports::default(), Again::default());
        let mut is_purged = false;
        while !self.is_dropped.load(Ordering::Acquire) {
            self.producer.poll(POLL, &mut reports);
            let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            reports.landed.append(&mut refused);
            drop(refused);
            if let Some(refused) = again.heed(&mut reports) {
                self.send_again(&refused);
            }
            let context = self.producer.context();
            if reports.landed.iter().any(|landed| landed.error.is_none()) {
                context.log.reached();
            }
            self.flights.land(&mut reports.landed, |outlet, code| context.explain(outlet, code));
            reports.landed.clear();
            if !is_purged && context.fatal.get().is_some() {
                is_purged = true;
                self.producer.purge();
            }
        }
    }

    fn send_again(&self, refused: &TooLarge) {
        let TooLarge { token, topic, record } = refused;
        let mut landed = Vec::new();
        match self.topic(topic) {
            Ok(topic) => topic.send(record, *token, &mut landed),
            Err(_) => {
                let error = Some(RDKafkaErrorCode::MessageSizeTooLarge);
                landed.push(Landed { token: *token, error });
            }
        }
        self.refuse(landed);
    }

    /// Has records told that the client did not take.
    fn refuse(&self, mut landed: Vec<Landed>) {
        if !landed.is_empty() {
            self.refused.lock().unwrap_or_else(PoisonError::into_inner).append(&mut landed);
            self.producer.wake();
        }
    }

    fn topic(&self, name: &str) -> Result<Arc<Topic<Heard>>, TransportError> {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(topic) = topics.get(name) {
            return Ok(Arc::clone(topic));
        }
        let topic = Topic::new(&self.producer, name)
            .map_err(|code| topic_error(self.producer.context().log.system(), name, code))?;
        let topic = Arc::new(topic);
        topics.insert(name.to_owned(), Arc::clone(&topic));
        Ok(topic)
    }
}

/// One outlet: its topic, and the client that it shares with the others.
pub(super) struct KafkaSink {
    outlet: Arc<Outlet>,
    topic: Arc<Topic<Heard>>,
    sender: Arc<Sender>,
}

impl KafkaSink {
    pub(super) fn try_new(outlet: Outlet, sender: Arc<Sender>) -> Result<Self, TransportError> {
        let topic = sender.shared.topic(&outlet.topic)?;
        Ok(Self { outlet: Arc::new(outlet), topic, sender })
    }
}

impl Sink for KafkaSink {
    fn send(&self, outgoing: &mut Outgoing) {
        if outgoing.is_empty() {
            return;
        }
        let shared = &self.sender.shared;
        let ties = outgoing.take_ties();
        let first = shared.flights.begin(&self.outlet, outgoing.records(), ties);
        let mut refused = Vec::new();
        self.topic.send(outgoing.records(), first, &mut refused);
        outgoing.clear_records();
        shared.refuse(refused);
    }
}

/// What the client says.
struct Heard {
    log: Arc<Log>,
    fatal: OnceLock<String>,
}

impl Heard {
    fn fatal(&self) -> Option<TransportError> {
        self.fatal.get().map(|reason| TransportError::Unavailable {
            system: self.log.system().to_owned(),
            reason: reason.clone(),
        })
    }

    /// Says why a record was not written.
    fn explain(&self, outlet: &Outlet, code: RDKafkaErrorCode) -> TransportError {
        if let Some(fatal) = self.fatal() {
            return fatal;
        }
        let system = self.log.system();
        match (code, self.log.trouble()) {
            (RDKafkaErrorCode::MessageTimedOut, Some(trouble)) => TransportError::Unavailable {
                system: system.to_owned(),
                reason: format!(
                    "topic `{}`: a record was not written within `message.timeout.ms`: {trouble}",
                    outlet.topic
                ),
            },
            _ => topic_error(system, &outlet.topic, code),
        }
    }
}

impl ClientContext for Heard {
    fn log(&self, level: RDKafkaLogLevel, kind: &str, text: &str) {
        self.log.line(level, kind, text);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if let Some(fatal) = self.log.error(&error, reason) {
            let _ = self.fatal.set(fatal);
        }
    }
}

impl ProducerContext for Heard {
    type DeliveryOpaque = usize;

    /// Only a flush would call this, and nobody flushes: see [`Shared::hear`].
    fn delivery(&self, _: &DeliveryResult<'_>, _: usize) {}
}

impl fmt::Debug for KafkaSink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("KafkaSink").field(&self.outlet).finish()
    }
}
