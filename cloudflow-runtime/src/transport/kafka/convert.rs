//! Messages to and from the client's own types.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use rdkafka::message::{
    BorrowedHeaders, BorrowedMessage, Header as ClientHeader, Headers, Message as _, OwnedHeaders,
};

use super::log::Log;
use crate::transport::message::now;
use crate::transport::{Header, Message};

/// Copies what was received: the client reuses its memory.
pub(super) fn received(message: &BorrowedMessage<'_>, log: &Log) -> Message {
    Message {
        key: message.key().map(Bytes::copy_from_slice),
        payload: message.payload().map(Bytes::copy_from_slice),
        headers: message.headers().map_or_else(Vec::new, |headers| received_headers(headers, log)),
        // Only messages of brokers before 0.10 have none.
        timestamp: Some(message.timestamp().to_millis().unwrap_or_else(now)),
    }
}

fn received_headers(headers: &BorrowedHeaders, log: &Log) -> Vec<Header> {
    let read = |at| {
        let header = headers.try_get(at)?;
        let value = header.value.map(Bytes::copy_from_slice);
        Some(Header { name: header.key.to_owned(), value })
    };
    let mut received = Vec::with_capacity(headers.count());
    for at in 0..headers.count() {
        // rdkafka panics on names that are not UTF-8, and anybody may write to a topic.
        match catch_unwind(AssertUnwindSafe(|| read(at))) {
            Ok(header) => received.extend(header),
            Err(_) => log.warn("header", "a header is left out: its name is not UTF-8"),
        }
    }
    received
}

/// Copies headers for sending.
pub(super) fn headers(headers: &[Header]) -> Option<OwnedHeaders> {
    if headers.is_empty() {
        return None;
    }
    let copied = headers.iter().fold(
        OwnedHeaders::new_with_capacity(headers.len()),
        |copied, Header { name, value }| {
            copied.insert(ClientHeader { key: name, value: value.as_deref() })
        },
    );
    Some(copied)
}
