//! The one client that sends for all outlets of a process.
//!
//! One, not one for each topic: a client has a thread and connections of its own. Every outlet has its
//! own bound, so they do not keep each other waiting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::KafkaError;
use rdkafka::producer::{
    BaseRecord, DeliveryResult, Partitioner as ClientPartitioner, ProducerContext, ThreadedProducer,
};

use super::config::{Config, describe};
use super::convert::headers;
use super::error::{code, topic_error};
use super::log::Log;
use super::room::Room;
use crate::delivery::Completion;
use crate::transport::partitioner::Partitioner;
use crate::transport::{Message, TransportError};

/// A client with a thread that hears what Kafka has.
pub(super) struct Sender {
    client: ThreadedProducer<Context, Turns>,
    context: Arc<Shared>,
}

impl Sender {
    /// Makes the client. Connections are made when they are needed.
    pub(super) fn try_new(config: &Config, log: &Arc<Log>) -> Result<Self, TransportError> {
        let context = Arc::new(Shared { log: Arc::clone(log), fatal: OnceLock::new() });
        let client = config
            .producer()
            .create_with_context(Context { shared: Arc::clone(&context), turns: Turns::default() })
            .map_err(|error| describe(&error))?;
        Ok(Self { client, context })
    }

    /// Returns why the client cannot go on, if that is so.
    pub(super) fn fatal(&self) -> Option<TransportError> {
        self.context.fatal.get().map(|reason| TransportError::Unavailable {
            system: self.context.log.system().to_owned(),
            reason: reason.clone(),
        })
    }

    /// Hands a message to the client, which tells the completion.
    pub(super) fn send(
        &self,
        topic: &str,
        room: &Arc<Room>,
        message: &Message,
        completion: Completion,
    ) {
        let bytes = message.size();
        room.take(bytes);
        let flight = InFlight { room: Arc::clone(room), bytes, completion };
        let mut record = BaseRecord::with_opaque_to(topic, Box::new(Mutex::new(flight)));
        record.key = message.key.as_deref();
        record.payload = message.payload.as_deref();
        record.headers = headers(&message.headers);
        record.timestamp = message.timestamp;
        if let Err((error, record)) = self.client.send(record) {
            let error = topic_error(self.context.log.system(), topic, code(&error));
            InFlight::land(*record.delivery_opaque, Err(error));
        }
    }
}

/// A message on its way. The client wants what it carries to be `Sync`, hence the lock.
struct InFlight {
    room: Arc<Room>,
    bytes: usize,
    completion: Completion,
}

impl InFlight {
    fn land(flight: Mutex<Self>, result: Result<(), TransportError>) {
        let Self { room, bytes, completion } =
            flight.into_inner().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(()) => completion.succeed(),
            Err(error) => completion.fail_with(error),
        }
        // Whoever waits for the end of all finds the completion told.
        room.give_back(bytes);
    }
}

struct Shared {
    log: Arc<Log>,
    fatal: OnceLock<String>,
}

struct Context {
    shared: Arc<Shared>,
    turns: Turns,
}

impl ClientContext for Context {
    fn log(&self, level: RDKafkaLogLevel, kind: &str, text: &str) {
        self.shared.log.line(level, kind, text);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if let Some(fatal) = self.shared.log.error(&error, reason) {
            // All that is on its way fails now, which wakes whoever waits for room.
            let _ = self.shared.fatal.set(fatal);
        }
    }
}

impl ProducerContext<Turns> for Context {
    type DeliveryOpaque = Box<Mutex<InFlight>>;

    fn delivery(&self, result: &DeliveryResult<'_>, flight: Self::DeliveryOpaque) {
        let result = result.as_ref().map(|_| ()).map_err(|(error, message)| {
            let topic = rdkafka::Message::topic(message);
            topic_error(self.shared.log.system(), topic, code(error))
        });
        InFlight::land(*flight, result);
    }

    fn get_custom_partitioner(&self) -> Option<&Turns> {
        Some(&self.turns)
    }
}

/// One partitioner for each topic: with the client's own, records without a key would not take turns.
#[derive(Default)]
struct Turns {
    topics: RwLock<BTreeMap<String, Partitioner>>,
}

impl ClientPartitioner for Turns {
    fn partition(
        &self,
        topic: &str,
        key: Option<&[u8]>,
        partitions: i32,
        _is_available: impl Fn(i32) -> bool,
    ) -> i32 {
        let partitions = u32::try_from(partitions).unwrap_or(1);
        let choose = |partitioner: &Partitioner| {
            i32::try_from(partitioner.partition(key, partitions)).unwrap_or(0)
        };
        let topics = self.topics.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(partitioner) = topics.get(topic) {
            return choose(partitioner);
        }
        drop(topics);
        let mut topics = self.topics.write().unwrap_or_else(PoisonError::into_inner);
        choose(topics.entry(topic.to_owned()).or_default())
    }
}
