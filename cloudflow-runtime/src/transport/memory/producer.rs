//! What writes to a topic of the embedded log.

use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;

use super::topic::Topic;
use crate::delivery::Completion;
use crate::transport::{Message, Producer, TransportError};

/// A message is in the log as soon as it is sent: there is nothing to flush.
#[derive(Debug)]
pub(super) struct MemoryProducer {
    topic: Arc<Topic>,
}

impl MemoryProducer {
    pub(super) fn new(topic: Arc<Topic>) -> Self {
        Self { topic }
    }
}

impl Producer for MemoryProducer {
    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        self.topic.update(|state, _| state.poll_ready(&self.topic.settings, context)).map(Ok)
    }

    fn send(&self, message: Message, completion: Completion) {
        match self.topic.append(message) {
            Ok(()) => completion.succeed(),
            Err(error) => completion.fail_with(error),
        }
    }

    fn flush(&self) -> BoxFuture<'_, Result<(), TransportError>> {
        Box::pin(async { Ok(()) })
    }
}
