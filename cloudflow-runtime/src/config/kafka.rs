//! Properties of the Kafka client.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::secret::MaybeSecret;

/// Properties of the Kafka client under the names that librdkafka gives them.
///
/// It dereferences to the map of all properties. `Debug` masks those that are secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KafkaProperties(BTreeMap<String, MaybeSecret>);

impl KafkaProperties {
    pub(super) fn insert(&mut self, name: String, value: MaybeSecret) {
        self.0.insert(name, value);
    }
}

impl Deref for KafkaProperties {
    type Target = BTreeMap<String, MaybeSecret>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
