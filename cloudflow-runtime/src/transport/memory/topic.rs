//! A topic of the embedded log, shared by its producers and consumers.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::settings::MemorySettings;
use super::state::{Later, State};
use crate::transport::message::now;
use crate::transport::partitioner::Partitioner;
use crate::transport::{Message, TopicSpec, TransportError};

/// The largest record that Kafka takes by default, in bytes.
const MAX_MESSAGE_BYTES: usize = 1_048_588;

/// A name, its bounds and a lock around all that changes.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) name: String,
    pub(super) settings: MemorySettings,
    partitioner: Partitioner,
    max_message_bytes: AtomicUsize,
    has_expired: AtomicBool,
    state: Mutex<State>,
}

impl Topic {
    pub(super) fn new(spec: &TopicSpec, settings: MemorySettings) -> Self {
        let topic = Self {
            name: spec.name.clone(),
            settings,
            partitioner: Partitioner::default(),
            max_message_bytes: AtomicUsize::new(max_message_bytes(spec)),
            has_expired: AtomicBool::new(false),
            state: Mutex::default(),
        };
        topic.update(|state, later| state.grow(spec.partitions, later));
        topic
    }

    /// Changes the state; whoever is to be woken is woken when the lock is free again.
    pub(super) fn update<R>(&self, change: impl FnOnce(&mut State, &mut Later) -> R) -> R {
        let mut later = Later::default();
        // Nothing under the lock can panic half-way through a change.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut state, &mut later);
        drop(state);
        later.run();
        result
    }

    /// Adds a message to the partition that its key says, or whose turn it is.
    pub(super) fn append(&self, mut message: Message) -> Result<(), TransportError> {
        let (size, limit) = (message.size(), self.max_message_bytes.load(Ordering::Relaxed));
        if size > limit {
            let topic = self.name.clone();
            let reason = format!(
                "it has {size} bytes, the topic takes {limit}\n\
                 help: send less, or raise the topic's setting `max.message.bytes`"
            );
            return Err(TransportError::Refused { topic, reason });
        }
        message.timestamp.get_or_insert_with(now);
        let expired = self.update(|state, later| {
            let partition = self.partitioner.partition(message.key.as_deref(), state.partitions());
            let partition = usize::try_from(partition).unwrap_or(usize::MAX);
            state.append(partition, message, &self.settings, later)
        });
        if expired > 0 && !self.has_expired.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                topic = self.name,
                records = self.settings.records,
                bytes = self.settings.bytes,
                "The topic is full and no group reads it: its oldest records go."
            );
        }
        Ok(())
    }
}

fn max_message_bytes(spec: &TopicSpec) -> usize {
    let setting = spec.settings.get("max.message.bytes");
    setting.and_then(|value| value.parse().ok()).unwrap_or(MAX_MESSAGE_BYTES)
}
