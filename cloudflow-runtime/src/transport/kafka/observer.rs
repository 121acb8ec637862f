//! Questions to the cluster: which partitions, how far.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::Offset;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use super::config::Config;
use super::error::{code, topic_error, words};
use super::log::{Asking, Log};
use crate::transport::{Lag, TransportError};

/// More events than a client has between two answers; each look at an empty queue costs next to nothing.
const MAX_EVENTS: usize = 100;

/// How long a question waits in silence; then it is asked again, if a request may take longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Asks, and waits for the answer: every method blocks, at most as long as a request may take.
pub(super) struct Observer {
    config: Config,
    log: Arc<Log>,
    request: Duration,
    /// A client for each group that was asked about, and one without a group. None is a member.
    clients: Mutex<BTreeMap<Option<String>, Arc<BaseConsumer<Asking>>>>,
    /// A topic to ask for, when it only matters whether there is an answer.
    known: Mutex<Option<String>>,
    is_looking: AtomicBool,
}

impl Observer {
    pub(super) fn new(config: Config, log: Arc<Log>, request: Duration) -> Self {
        let (clients, known) = (Mutex::default(), Mutex::default());
        Self { config, log, request, clients, known, is_looking: AtomicBool::new(false) }
    }

    /// Returns how many partitions a topic has; none when it does not exist.
    pub(super) fn partitions(&self, topic: &str) -> Result<Option<u32>, TransportError> {
        let client = self.client(None)?;
        let deadline = Instant::now() + self.request;
        let metadata = loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let answer = client.fetch_metadata(Some(topic), left.min(PATIENCE));
            // Hears meanwhile why there is no answer, so that people need not wait for the reason.
            heed(&client);
            match answer {
                Err(error) if is_silence(&error) && left > PATIENCE => {}
                answer => break self.told(&client, answer)?,
            }
        };
        self.log.reached();
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(topic.to_owned());
        let Some(found) = metadata.topics().iter().find(|found| found.name() == topic) else {
            return Ok(None);
        };
        match found.error().map(RDKafkaErrorCode::from) {
            None => Ok(u32::try_from(found.partitions().len()).ok().filter(|count| *count > 0)),
            Some(RDKafkaErrorCode::UnknownTopic | RDKafkaErrorCode::UnknownTopicOrPartition) => {
                Ok(None)
            }
            // It is known, but has no leader yet: its partitions are known as well.
            Some(RDKafkaErrorCode::LeaderNotAvailable) if !found.partitions().is_empty() => {
                Ok(u32::try_from(found.partitions().len()).ok())
            }
            Some(code) => Err(topic_error(self.log.system(), topic, code)),
        }
    }

    /// Returns how far a group is behind in each partition.
    pub(super) fn lag(&self, topic: &str, group: &str) -> Result<Vec<Lag>, TransportError> {
        let Some(partitions) = self.partitions(topic)? else {
            return Err(TransportError::UnknownTopic(topic.to_owned()));
        };
        let partitions = i32::try_from(partitions).unwrap_or(i32::MAX);
        let client = self.client(Some(group))?;
        let mut asked = TopicPartitionList::new();
        asked.add_partition_range(topic, 0, partitions - 1);
        let committed = self.told(&client, client.committed_offsets(asked, self.request))?;
        let mut lags = Vec::new();
        for partition in 0..partitions {
            let watermarks = client.fetch_watermarks(topic, partition, self.request);
            let (low, end) = self.told(&client, watermarks)?;
            let found = committed.find_partition(topic, partition);
            let committed = match found.map(|found| found.offset()) {
                // What retention took away is not to be read any more.
                Some(Offset::Offset(offset)) => offset.max(low),
                _ => low,
            };
            lags.push(Lag { committed, end });
        }
        Ok(lags)
    }

    /// Looks, in the background, whether the cluster answers again: a client with nothing to do would
    /// not notice.
    pub(super) fn look_again(self: &Arc<Self>) {
        if self.is_looking.swap(true, Ordering::AcqRel) {
            return;
        }
        let observer = Arc::clone(self);
        let look = move || {
            let topic = observer.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some(topic) = topic
                && let Ok(client) = observer.client(None)
                && client.fetch_metadata(Some(&topic), PATIENCE).is_ok()
            {
                observer.log.reached();
            }
            observer.is_looking.store(false, Ordering::Release);
        };
        if thread::Builder::new().name("kafka look".to_owned()).spawn(look).is_err() {
            self.is_looking.store(false, Ordering::Release);
        }
    }

    fn client(&self, group: Option<&str>) -> Result<Arc<BaseConsumer<Asking>>, TransportError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let key = group.map(str::to_owned);
        if let Some(client) = clients.get(&key) {
            return Ok(Arc::clone(client));
        }
        let config =
            group.map_or_else(|| self.config.plain(), |group| self.config.consumer(group, false));
        let client: BaseConsumer<Asking> = config
            .create_with_context(Asking(Arc::clone(&self.log)))
            .map_err(|error| self.config.describe(&error))?;
        let client = Arc::new(client);
        clients.insert(key, Arc::clone(&client));
        Ok(client)
    }

    /// Hears what the client has to say meanwhile, and says why there is no answer.
    fn told<T>(
        &self,
        client: &BaseConsumer<Asking>,
        answer: Result<T, KafkaError>,
    ) -> Result<T, TransportError> {
        heed(client);
        answer.map_err(|error| unavailable(&self.log, self.request, &error))
    }
}

/// Heeds the events that wait in the client's queue. It is never a member, so no record is among them.
fn heed(client: &BaseConsumer<Asking>) {
    // A poll heeds one of them, and does not tell whether there was one.
    for _ in 0..MAX_EVENTS {
        client.poll(Duration::ZERO);
    }
}

/// Whether there was no answer at all.
fn is_silence(error: &KafkaError) -> bool {
    use RDKafkaErrorCode as Code;
    matches!(
        code(error),
        Code::BrokerTransportFailure
            | Code::OperationTimedOut
            | Code::RequestTimedOut
            | Code::AllBrokersDown
    )
}

/// Says that the cluster does not answer, and why as far as the client knows.
pub(super) fn unavailable(log: &Log, waited: Duration, error: &KafkaError) -> TransportError {
    let reason = if is_silence(error) {
        let trouble = log.trouble().map(|trouble| format!(": {trouble}")).unwrap_or_default();
        format!(
            "no answer within {} s{trouble}\n\
             help: check that `bootstrap.servers` names brokers that run and can be reached from here",
            waited.as_secs()
        )
    } else {
        words(code(error))
    };
    TransportError::Unavailable { system: log.system().to_owned(), reason }
}
