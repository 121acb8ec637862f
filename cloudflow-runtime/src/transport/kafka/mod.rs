//! Kafka through rdkafka. Nothing outside of this module names the client.
