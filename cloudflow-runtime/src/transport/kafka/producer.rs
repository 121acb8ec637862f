//! What writes to one topic of Kafka.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::BoxFuture;

use super::room::Room;
use super::sender::Sender;
use crate::delivery::Completion;
use crate::transport::{Message, Producer, TransportError};

/// One outlet: its topic, its bound, and the client that it shares with the others.
pub(super) struct KafkaProducer {
    topic: String,
    room: Arc<Room>,
    sender: Arc<Sender>,
}

impl KafkaProducer {
    pub(super) fn new(topic: &str, room: Room, sender: Arc<Sender>) -> Self {
        Self { topic: topic.to_owned(), room: Arc::new(room), sender }
    }
}

impl fmt::Debug for KafkaProducer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("KafkaProducer");
        debug.field("topic", &self.topic).field("room", &self.room).finish_non_exhaustive()
    }
}

impl Producer for KafkaProducer {
    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        if let Some(error) = self.sender.fatal() {
            return Poll::Ready(Err(error));
        }
        self.room.poll_free(context).map(Ok)
    }

    fn send(&self, message: Message, completion: Completion) {
        self.sender.send(&self.topic, &self.room, &message, completion);
    }

    fn flush(&self) -> BoxFuture<'_, Result<(), TransportError>> {
        Box::pin(async {
            // Every message lands: acknowledged, refused, or timed out (`message.timeout.ms`).
            poll_fn(|context| self.room.poll_empty(context)).await;
            self.sender.fatal().map_or(Ok(()), Err)
        })
    }
}
