//! What the client says, in our words.

use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use crate::transport::TransportError;

/// Returns librdkafka's words for a code, without who says it.
pub(super) fn words(code: RDKafkaErrorCode) -> String {
    let text = code.to_string();
    // `UnknownTopicOrPartition (Broker: Unknown topic or partition)`
    let inner = text.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(&text);
    let bare = inner.split_once(": ").map_or(inner, |(_, rest)| rest);
    lower_first(bare)
}

/// Starts with a small letter, as our errors do, unless the first word is an abbreviation.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

/// Says why a topic is not usable.
pub(super) fn topic_error(system: &str, topic: &str, code: RDKafkaErrorCode) -> TransportError {
    use RDKafkaErrorCode as Code;
    let topic = topic.to_owned();
    match code {
        Code::UnknownTopic | Code::UnknownTopicOrPartition => TransportError::UnknownTopic(topic),
        Code::TopicAuthorizationFailed => {
            let reason = "may not be used by this user\n\
                          help: have its access control list changed"
                .to_owned();
            TransportError::Topic { topic, reason }
        }
        Code::MessageSizeTooLarge => {
            let reason = "it is too large\n\
                          help: send less, or raise the topic's setting `max.message.bytes`"
                .to_owned();
            TransportError::Refused { topic, reason }
        }
        Code::InvalidRecord | Code::InvalidTimestamp | Code::UnknownPartition => {
            TransportError::Refused { topic, reason: words(code) }
        }
        code => {
            let reason = format!("topic `{topic}`: {}", words(code));
            TransportError::Unavailable { system: system.to_owned(), reason }
        }
    }
}

/// Returns the code inside of an error.
pub(super) fn code(error: &KafkaError) -> RDKafkaErrorCode {
    error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_small_and_say_nothing_twice() {
        for (code, expected) in [
            (RDKafkaErrorCode::UnknownTopicOrPartition, "unknown topic or partition"),
            (RDKafkaErrorCode::BrokerTransportFailure, "broker transport failure"),
            (RDKafkaErrorCode::InvalidReplicationFactor, "invalid replication factor"),
        ] {
            assert_eq!(words(code), expected);
        }
        assert_eq!(lower_first("SASL is wrong"), "SASL is wrong");
    }
}
