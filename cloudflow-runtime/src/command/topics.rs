//! From the topic list to what a transport creates.

use cloudflow_model::TopicEntry;

use crate::transport::TopicSpec;

impl From<TopicEntry> for TopicSpec {
    fn from(entry: TopicEntry) -> Self {
        let TopicEntry { name, partitions, replicas, settings, .. } = entry;
        Self { name, partitions, replicas, settings }
    }
}
