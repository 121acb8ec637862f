//! The client's log, as events: the first of a kind at once, then at most one every ten seconds.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use super::error::{code, words};
use crate::secret::Redactor;

/// How long a kind of event is silent after it was told. A client whose broker is away tries to
/// connect many times a second.
const SILENCE: Duration = Duration::from_secs(10);

/// More kinds than librdkafka has; beyond, they share one silence.
const MAX_KINDS: usize = 64;

/// What all clients of one transport say.
#[derive(Debug)]
pub(super) struct Log {
    system: String,
    /// The client repeats parts of its properties in what it says, and some of them are secret.
    redactor: Redactor,
    state: Mutex<State>,
    /// Whether the state says so: it is looked at for every batch.
    is_away: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    kinds: BTreeMap<String, Kind>,
    trouble: Option<(Instant, String)>,
    /// Since when no broker can be reached.
    away: Option<Instant>,
}

#[derive(Debug)]
struct Kind {
    told: Instant,
    since: u64,
}

impl Log {
    pub(super) fn new(system: String, redactor: Redactor) -> Arc<Self> {
        let (state, is_away) = (Mutex::default(), AtomicBool::new(false));
        Arc::new(Self { system, redactor, state, is_away })
    }

    /// Which system, for errors.
    pub(super) fn system(&self) -> &str {
        &self.system
    }

    /// Returns the last trouble with the connection, if it is fresh: it explains a time-out.
    pub(super) fn trouble(&self) -> Option<String> {
        let state = self.state();
        state
            .trouble
            .as_ref()
            .filter(|(at, _)| at.elapsed() < 3 * SILENCE)
            .map(|(_, text)| text.clone())
    }

    /// Says that no broker can be reached now, since when, and why.
    pub(super) fn away(&self) -> Option<String> {
        if !self.is_away.load(Ordering::Acquire) {
            return None;
        }
        let state = self.state();
        let seconds = state.away?.elapsed().as_secs();
        let why = state.trouble.as_ref().map_or("all brokers are down", |(_, text)| text);
        Some(format!("{} cannot be reached since {seconds} s: {why}", self.system))
    }

    /// Takes note that a broker answered.
    pub(super) fn reached(&self) {
        if self.is_away.load(Ordering::Acquire) && self.is_away.swap(false, Ordering::AcqRel) {
            let since = self.state().away.take();
            let seconds = since.map_or(0, |since| since.elapsed().as_secs());
            tracing::info!(system = self.system, seconds, "Kafka answers again.");
        }
    }

    /// Warns, unless the same kind was told just now.
    pub(super) fn warn(&self, kind: &str, reason: &str) {
        if let Some(silenced) = self.may_tell(kind) {
            tracing::warn!(
                system = self.system,
                kind,
                reason = &*self.redactor.redact(reason),
                silenced,
                "Kafka's client is in trouble and tries again."
            );
        }
    }

    /// Returns how many of this kind were not told since the last, if this one is to be.
    fn may_tell(&self, kind: &str) -> Option<u64> {
        let mut state = self.state();
        let is_new = !state.kinds.contains_key(kind) && state.kinds.len() < MAX_KINDS;
        let kind = if is_new || state.kinds.contains_key(kind) { kind } else { "other" };
        let now = Instant::now();
        match state.kinds.get_mut(kind) {
            Some(known) if now.duration_since(known.told) < SILENCE => {
                known.since += 1;
                None
            }
            Some(known) => {
                known.told = now;
                Some(std::mem::take(&mut known.since))
            }
            None => {
                state.kinds.insert(kind.to_owned(), Kind { told: now, since: 0 });
                Some(0)
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing under this lock can panic half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a line of the client's log.
    pub(super) fn line(&self, level: RDKafkaLogLevel, kind: &str, text: &str) {
        use RDKafkaLogLevel as Level;
        let text = &*self.redactor.redact(text);
        match (level, kind) {
            // The client reports these as errors too, in better words. And a property that only
            // producers know is no mistake in a consumer: all clients have the same properties.
            (_, "FAIL" | "ERROR" | "CONFWARN") => {
                tracing::debug!(system = self.system, kind, text, "Kafka's client says something.");
            }
            (Level::Emerg | Level::Alert | Level::Critical, _) => {
                tracing::error!(system = self.system, kind, text, "Kafka's client fails.");
            }
            (Level::Error | Level::Warning, _) => self.warn(kind, text),
            _ => {
                tracing::debug!(system = self.system, kind, text, "Kafka's client says something.");
            }
        }
    }

    /// Takes an error that concerns a client as a whole. Returns it if the client cannot go on.
    pub(super) fn error(&self, error: &KafkaError, reason: &str) -> Option<String> {
        let code = code(error);
        let reason = &*self.redactor.redact(reason);
        if code == RDKafkaErrorCode::Fatal {
            tracing::error!(system = self.system, reason, "Kafka's client cannot go on.");
            return Some(reason.to_owned());
        }
        // How long an attempt took, and how often there was one, is no part of the reason.
        let reason = reason.split(" (after ").next().unwrap_or(reason);
        if code == RDKafkaErrorCode::AllBrokersDown {
            self.state().away.get_or_insert_with(Instant::now);
            self.is_away.store(true, Ordering::Release);
        } else {
            self.state().trouble = Some((Instant::now(), reason.to_owned()));
        }
        if code == RDKafkaErrorCode::AllBrokersDown && self.trouble().is_some() {
            // That all brokers are down says less than why one is, which was told.
            return None;
        }
        self.warn(&words(code), reason);
        None
    }
}

/// The context of clients that only ask questions.
pub(super) struct Asking(pub(super) Arc<Log>);

impl ClientContext for Asking {
    fn log(&self, level: RDKafkaLogLevel, kind: &str, text: &str) {
        self.0.line(level, kind, text);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.0.error(&error, reason);
    }
}

impl rdkafka::consumer::ConsumerContext for Asking {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_once_and_then_counted() {
        let log = Log::new("Kafka".to_owned(), Redactor::default());
        assert_eq!(log.may_tell("connect"), Some(0));
        assert_eq!(log.may_tell("connect"), None);
        assert_eq!(log.may_tell("resolve"), Some(0));
        for number in 0..1_000 {
            log.may_tell(&number.to_string());
        }
        assert!(log.state().kinds.len() <= MAX_KINDS + 1);
    }

    #[test]
    fn no_secret_is_told() {
        let secrets = [crate::secret::MaybeSecret::secret("hunter2")];
        let log = Log::new("Kafka".to_owned(), Redactor::new(&secrets));
        let failed = KafkaError::Global(RDKafkaErrorCode::Authentication);
        log.error(&failed, "wrong password `hunter2`");
        assert_eq!(log.trouble().as_deref(), Some("wrong password `******`"));
        let fatal = KafkaError::Global(RDKafkaErrorCode::Fatal);
        assert_eq!(log.error(&fatal, "hunter2").as_deref(), Some("******"));
    }

    #[test]
    fn the_last_trouble_is_kept() {
        let log = Log::new("Kafka".to_owned(), Redactor::default());
        let refused = KafkaError::Global(RDKafkaErrorCode::BrokerTransportFailure);
        assert_eq!(log.error(&refused, "connection refused"), None);
        let down = KafkaError::Global(RDKafkaErrorCode::AllBrokersDown);
        assert_eq!(log.error(&down, "1/1 brokers are down"), None);
        assert_eq!(log.trouble().as_deref(), Some("connection refused"));
        let away = log.away().unwrap();
        assert_eq!(away, "Kafka cannot be reached since 0 s: connection refused");
        log.reached();
        assert_eq!(log.away(), None);
        let fatal = KafkaError::Global(RDKafkaErrorCode::Fatal);
        assert_eq!(log.error(&fatal, "fenced").as_deref(), Some("fenced"));
    }
}
