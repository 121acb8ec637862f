//! The embedded log: topics in memory, with partitions, offsets and consumer groups as Kafka has them.
