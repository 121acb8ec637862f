//! A topic of the embedded log, shared by those who write and read it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::later::Later;
use super::settings::MemorySettings;
use super::state::{State, Stuck};
use crate::transport::{Records, TopicSpec, TransportError};

/// The largest record that Kafka takes by default, in bytes.
const MAX_MESSAGE_BYTES: usize = 1_048_588;

/// How long a topic has no room before people hear of it.
const STUCK: Duration = Duration::from_secs(1);

/// A name, its bounds and a lock around all that changes.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) name: String,
    settings: MemorySettings,
    max_message_bytes: AtomicUsize,
    has_warned: AtomicBool,
    state: Mutex<State>,
}

impl Topic {
    pub(super) fn new(spec: &TopicSpec, settings: MemorySettings) -> Self {
        let topic = Self {
            name: spec.name.clone(),
            settings,
            max_message_bytes: AtomicUsize::new(max_message_bytes(spec)),
            has_warned: AtomicBool::new(false),
            state: Mutex::new(State::new(settings)),
        };
        topic.update(|state, _| state.grow(spec.partitions));
        topic
    }

    /// Changes the state; what is left to do is done when the lock is free again.
    pub(super) fn update<R>(&self, change: impl FnOnce(&mut State, &mut Later) -> R) -> R {
        let mut later = Later::default();
        let result = self.update_with(&mut later, change);
        later.run();
        result
    }

    /// Changes the state for one who has another lock, taken before this one.
    pub(super) fn update_with<R>(
        &self,
        later: &mut Later,
        change: impl FnOnce(&mut State, &mut Later) -> R,
    ) -> R {
        // Nothing under the lock can panic half-way through a change.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut state, later);
        let has_expired = state.has_expired();
        drop(state);
        if has_expired && !self.has_warned.swap(true, Ordering::Relaxed) {
            let MemorySettings { records, bytes, .. } = self.settings;
            let topic = &*self.name;
            tracing::warn!(
                topic,
                records,
                bytes,
                "The topic is full and no group reads it: its oldest records go."
            );
        }
        result
    }

    /// Returns which records, in order, the topic does not take, and why.
    pub(super) fn refused(&self, records: &Records) -> Vec<(usize, TransportError)> {
        let limit = self.max_message_bytes.load(Ordering::Relaxed);
        if records.bytes() <= limit {
            return Vec::new();
        }
        let sizes = records.iter().map(|record| record.size()).enumerate();
        let too_large = sizes.filter(|(_, size)| *size > limit);
        too_large
            .map(|(at, size)| {
                let reason = format!(
                    "it has {size} bytes, the topic takes {limit}\n\
                     help: send less, or raise the topic's setting `max.message.bytes`"
                );
                (at, self.refuse(reason))
            })
            .collect()
    }

    /// Returns the error of records that come when nobody was to write any more.
    pub(super) fn sealed(&self) -> TransportError {
        self.refuse("its writers have ended, and its readers have been told so".to_owned())
    }

    /// Takes notice of settings that the topic is to have.
    pub(super) fn configure(&self, spec: &TopicSpec) {
        if spec.settings.contains_key("max.message.bytes") {
            self.max_message_bytes.store(max_message_bytes(spec), Ordering::Relaxed);
        }
    }

    /// Returns what to tell people when the topic keeps its writers waiting.
    pub(super) fn full(&self) -> Option<String> {
        let Stuck { since, held, waiting, behind } = self.update(|state, _| state.stuck())?;
        let elapsed = since.elapsed();
        if elapsed < STUCK {
            return None;
        }
        let (group, records) = behind;
        let group = match group {
            Some(group) => format!("group `{group}` has not committed {records} of them"),
            None => format!("a reader without a group has not read {records} of them"),
        };
        let MemorySettings { records, bytes, .. } = self.settings;
        // The names that the settings have in the sandbox, the one place where people meet this log.
        let setting = if held.records >= records {
            format!("`sandbox.topic_records` ({records})")
        } else {
            format!("`sandbox.topic_bytes` ({bytes} bytes)")
        };
        Some(format!(
            "topic `{}` has been full for {} s: it holds {} records ({} bytes), {group}, and \
             {waiting} more wait for room\n\
             help: see what keeps its reader, or raise {setting}",
            self.name,
            elapsed.as_secs(),
            held.records,
            held.bytes,
        ))
    }

    fn refuse(&self, reason: String) -> TransportError {
        TransportError::Refused { topic: self.name.clone(), reason }
    }
}

fn max_message_bytes(spec: &TopicSpec) -> usize {
    let setting = spec.settings.get("max.message.bytes");
    setting.and_then(|value| value.parse().ok()).unwrap_or(MAX_MESSAGE_BYTES)
}
